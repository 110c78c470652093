package main

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/atomicfile"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/seed-57910ec4/videotune/render/page"
	"github.com/seed-57910ec4/videotune/survey"
	"github.com/spf13/cobra"
)

// A reportCommand makes the page of a dataset.
type reportCommand struct {
	checkFlags
	output string
	title  string
	local  []string
	epochs int
	price  string
	sample int
}

func newReport() *cobra.Command {
	var r reportCommand
	cmd := &cobra.Command{
		Use:   "report [flags] TRAIN.jsonl [VALIDATION.jsonl]\n  videotune report [flags] --validation VALIDATION.jsonl TRAIN.jsonl...",
		Short: "Make one HTML page that shows a dataset and what is wrong with it",
		Long: `report checks training and validation files, each read once, and writes what it
finds as one HTML page: would the job start and why, problems by rule with their
first places, LOW against MEDIUM, lengths of segments, sizes of files and tokens
against their limits, labels of training beside those of validation, which stretches
of which videos are used, hosts and types, variants of prompts, tokens and cost, and
a sample of examples to look through.

Of two files, the second is that of validation. With --validation, all that are named
without it are training files, as for check.

The page needs nothing but itself, has at most 2 MiB, and asks for nothing until
somebody plays a video. It plays what http and https URLs and local paths name;
copies of other videos are found by --local: with --local gs://my-bucket=videos,
gs://my-bucket/a/dog.mp4 is played from videos/a/dog.mp4.

Facts of the media, which sizes and some lengths need, are read from the files that
--media names, as by check. The name - stands for standard input, as an output for
standard output.

Exit status: 0 if the page was written, whether or not the job would start, 2 for
wrong usage or a file that cannot be read or written.`,
		Example: `  videotune report train.jsonl validation.jsonl -o report.html
  videotune report --validation validation.jsonl train1.jsonl train2.jsonl
  videotune report --media facts.json train.jsonl
  videotune report --local gs://my-bucket=/mnt/my-bucket train.jsonl
  videotune report --price 5 --epochs 3 train.jsonl`,
		Args: atLeast(1, "training file"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"jsonl"}, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.run(args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVarP(&r.output, "output", "o", "report.html", "write the page to this `file`")
	fl.StringArrayVar(&r.validation, "validation", nil, "show this validation `file`; all others are training files then (repeatable)")
	fl.StringVar(&r.title, "title", "", "put this `text` above the page (default the names of the files)")
	fl.StringVar(&r.model, "model", "", "judge by the limits of this `model` (default "+videotune.DefaultModel+"; see \"videotune models\")")
	fl.StringVar(&r.asOf, "as-of", "", "judge by the limits of this `day`, as YYYY-MM-DD (default the newest)")
	fl.StringVar(&r.limits, "limits", "", "judge by the limits in this JSON `file`, instead of --model and --as-of")
	fl.StringArrayVar(&r.media, "media", nil, "read facts of the media from this JSON `file` of probe, plan or cut (repeatable)")
	fl.StringArrayVar(&r.severity, "severity", nil, "judge a rule as `RULE=LEVEL`: off, warning, drop or error (repeatable)")
	fl.StringArrayVar(&r.local, "local", nil, "play copies of what begins with a URI from a folder, as `URI=FOLDER` (repeatable)")
	fl.IntVar(&r.epochs, "epochs", 1, "go `N` times over the training set, for the cost")
	fl.StringVar(&r.price, "price", "", "count a million training tokens at this `price`, such as 5 or 2.50")
	fl.IntVar(&r.sample, "sample", survey.DefaultSample, "show `N` examples of each side; 0 shows none")
	complete(cmd, "model", videotune.Models()...)
	completeWith(cmd, "severity", completeSeverity)
	return configurable(cmd, isFile)
}

// run makes the page.
func (r *reportCommand) run(args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	opts, err := r.options()
	if err != nil {
		return err
	}
	policy, notes, err := r.policy()
	if err != nil {
		return err
	}
	opts.Notes = notes
	train, err := r.sides(args)
	if err != nil {
		return err
	}
	if r.output != stdinName { // which is standard output
		read := slices.Concat(train, r.validation, r.media, []string{r.limits})
		if err := spareInputs(stdin, read, outFlag{"--output", r.output}); err != nil {
			return err
		}
	}
	in := inputs{stdin: stdin}
	defer in.close()
	data, facts, m, err := r.watched(&in, train, policy, stderr)
	if err != nil {
		return err
	}
	defer m.close()
	sample := r.sample
	if sample == 0 {
		sample = -1 // none, where 0 is the default
	}
	read, s, err := survey.Check(data, &videotune.CheckOptions{Policy: policy}, &survey.Options{Sample: sample})
	m.close()
	if err != nil {
		return err
	}
	if err := r.write(read, s, opts, stdout); err != nil {
		return err
	}
	if tellNotJSONL(read, stderr) {
		tell(stderr, errors.New("of a file that is no JSONL the page shows nothing"))
	}
	facts.tell(r.media, stderr)
	return nil
}

// sides returns the training files that the arguments name, and takes note of the
// validation file that they name.
func (r *reportCommand) sides(args []string) (train []string, err error) {
	if len(r.validation) > 0 || len(args) == 1 {
		return args, nil
	}
	if len(args) > 2 {
		return nil, usagef("of %d files nobody knows which are for validation; name these by --validation, such as --validation %s", len(args), args[len(args)-1])
	}
	r.validation = args[1:]
	return args[:1], nil
}

// write writes the page, and tells what it says first.
func (r *reportCommand) write(read *videotune.Report, s *survey.Survey, opts *page.Options, stdout io.Writer) error {
	if r.output == stdinName {
		var out spool
		defer out.close()
		if err := page.Write(&out, read, s, opts); err != nil {
			return err
		}
		return out.copyOut(stdout)
	}
	f, err := atomicfile.Create(r.output)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := page.Write(f, read, s, opts); err != nil {
		return err
	}
	if err := f.Commit(); err != nil {
		return err
	}
	verdict := "the job would start"
	if read.WouldFail() {
		verdict = "the job would fail"
	}
	_, err = fmt.Fprintf(stdout, "%s: %s\n", r.output, verdict)
	return err
}

var priceSpelling = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,9})?$`)

// options returns what the flags say of the page.
func (r *reportCommand) options() (*page.Options, error) {
	opts := &page.Options{Title: r.title, Facts: factsNames(r.media), Epochs: r.epochs}
	if r.epochs < 1 || r.epochs > 1000 {
		return nil, usagef("--epochs is %d; want 1 to 1000", r.epochs)
	}
	if r.sample < 0 || r.sample > 1000 {
		return nil, usagef("--sample is %d; want 0 to 1000", r.sample)
	}
	if r.price != "" {
		price, ok := new(big.Rat).SetString(r.price)
		if !ok || !priceSpelling.MatchString(r.price) {
			return nil, usagef("--price is %q; want a number such as 5 or 2.50, without a currency", r.price)
		}
		opts.Price = price
	}
	copies, err := parseCopies(r.local)
	if err != nil {
		return nil, err
	}
	folder, err := filepath.Abs(filepath.Dir(r.output))
	if err != nil {
		return nil, err
	}
	opts.Media = func(uri string) string {
		path, ok, err := copies.path(uri)
		if err != nil {
			return ""
		}
		if !ok {
			if path, ok = probe.LocalPath(uri); !ok {
				return uri // the page plays what is of the web
			}
		}
		return mediaURL(folder, path)
	}
	return opts, nil
}

// mediaURL returns where a page in a folder finds a local file: a path from there or,
// where there is none, as between the drives of Windows, a URL.
func mediaURL(folder, path string) string {
	path, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	if rel, err := filepath.Rel(folder, path); err == nil {
		return (&url.URL{Path: filepath.ToSlash(rel)}).String()
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return (&url.URL{Scheme: "file", Path: path}).String()
}
