package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// plainInterval is how often progress is told where there is no terminal.
const plainInterval = 10 * time.Second

// A progress tells on standard error how far a command is: by a bar on a terminal,
// else by a line now and then. It must be used by one goroutine at a time.
type progress struct {
	w     io.Writer
	what  string // is counted, such as "videos"
	total int
	bar   *progressbar.ProgressBar // nil without a terminal
	told  time.Time                // of the last line
}

// newProgress begins to tell of total things; -1 stands for a number that nobody knows.
func newProgress(w io.Writer, what string, total int) *progress {
	p := &progress{w: w, what: what, total: total, told: time.Now()}
	if total == 0 || !wantBar(w) {
		return p
	}
	p.bar = progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription(what),
		progressbar.OptionSetTheme(progressbar.ThemeASCII),
		progressbar.OptionSetWidth(30),
		progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
		progressbar.OptionSetSpinnerChangeInterval(0), // no goroutine, which would go on behind the end
	)
	_ = p.bar.RenderBlank() // it is standard error: there is nowhere else to tell
	return p
}

// wantBar reports whether w is a terminal on which a line can be written over.
func wantBar(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd()))
}

// reach tells that so many are done.
func (p *progress) reach(done int) {
	if p.bar != nil {
		_ = p.bar.Set(done)
		return
	}
	if time.Since(p.told) < plainInterval {
		return
	}
	switch {
	case p.total < 0:
		fmt.Fprintf(p.w, "videotune: %d %s\n", done, p.what)
	case done < p.total:
		fmt.Fprintf(p.w, "videotune: %d of %d %s\n", done, p.total, p.what)
	default:
		return
	}
	p.told = time.Now()
}

// tell writes an error in a line of its own.
func (p *progress) tell(err error) {
	if p.bar == nil {
		tell(p.w, err)
		return
	}
	_ = p.bar.Clear()
	tell(p.w, err)
	_ = p.bar.RenderBlank()
}

// close takes the bar away.
func (p *progress) close() {
	if p.bar != nil && !p.bar.IsFinished() {
		_ = p.bar.Clear()
		_ = p.bar.Exit()
	}
}
