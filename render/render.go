// Package render writes what [videotune.Check] finds, for people ([Text]), for
// programs ([JSON]), and for what shows the results of continuous integration:
// [SARIF], [GitHub] and [JUnit].
//
// Each is a [Sink]: it takes the problems one after the other, as they are
// found, and the report at the end. So what is in memory does not grow with the
// number of problems:
//
//	sink := render.NewText(os.Stdout, render.TextOptions{})
//	report, err := videotune.Check(data, &videotune.CheckOptions{OnProblem: sink.Problem})
//	if err != nil {
//		return err
//	}
//	return sink.Close(report)
//
// A report that a program already holds, with the problems that it kept, is
// written by [Report].
package render

import (
	"bufio"
	"io"
	"math"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
)

// A Sink writes one report. Problem is called for each problem in order, and
// then Close once; neither may be called by several goroutines at a time.
//
// A fault of the writer below is kept, and returned by Close. Close does not
// close that writer.
type Sink interface {
	// Problem writes one problem. It does not keep p.
	Problem(p *videotune.Problem)
	// Close writes what follows the problems; for nil, the zero Report.
	Close(report *videotune.Report) error
}

// Report hands the problems that report keeps to sink, and closes it. What
// report counts but does not keep is not listed; the summary counts it.
func Report(sink Sink, report *videotune.Report) error {
	if report != nil {
		for i := range report.Problems {
			sink.Problem(&report.Problems[i])
		}
	}
	return sink.Close(report)
}

// dateLayout is how dates are written.
const dateLayout = "2006-01-02"

// notes returns the remarks on report that are no problems of the dataset: more,
// and then its own.
func notes(report *videotune.Report, more []string) []string {
	notes := append([]string{}, more...)
	if !report.ModelRetired.IsZero() {
		notes = append(notes, "Google names "+report.ModelRetired.Format(dateLayout)+" as the day on which "+report.Model+
			" retires, which may have been put off: make sure that the service still tunes it before you start a job.")
	}
	return notes
}

// share4 returns a share with the 4 decimals that the contract has.
func share4(f *videotune.FileReport) float64 { return math.Round(f.DropShare()*1e4) / 1e4 }

// percent returns the share of a file that is dropped: "11.11 %", "10 %".
func percent(f *videotune.FileReport) string {
	return exact.Percent(int64(f.Dropped), int64(f.Examples))
}

// A stickyWriter buffers, and keeps the first error.
type stickyWriter struct {
	w *bufio.Writer
}

func newStickyWriter(w io.Writer) stickyWriter {
	return stickyWriter{bufio.NewWriterSize(w, 64<<10)}
}

// The errors of these come back from flush: a bufio.Writer keeps its first.

func (s stickyWriter) str(parts ...string) {
	for _, p := range parts {
		_, _ = s.w.WriteString(p)
	}
}

func (s stickyWriter) bytes(b []byte) { _, _ = s.w.Write(b) }

func (s stickyWriter) flush() error { return s.w.Flush() }
