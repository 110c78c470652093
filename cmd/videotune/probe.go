package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/probe"
	"github.com/spf13/cobra"
)

// A prober looks at videos.
type prober struct {
	sourceFlags
	output string
}

func newProbe() *cobra.Command {
	var p prober
	cmd := &cobra.Command{
		Use:   "probe [flags] ARG...",
		Short: "Tell what videos really are: size, length, container, codecs",
		Long: `probe looks at videos, each by a few bounded reads, and tells what they are:
size, length, container, codecs, picture and sound. No video is read as a whole.

An argument that ends in .jsonl is a dataset, and the videos that its lines name
are looked at, each once. Any other is a video: a path, or a URI of http, https
or gs. A folder is none: name the files in it, such as videos/*.mp4. The name -
stands for a dataset on standard input.

The facts are one JSON object, which check reads with --media and plan with
--facts. They go to standard output or, with -o, into a file, where they are
added to those of other videos. With -o, a video that has not changed since is
not read again, and an interrupted run (Ctrl-C, a crash) loses nothing: the same
command goes on from there.

Hosts that are not on the public internet are refused, since a dataset may be a
stranger's: --allow-private-hosts allows them. Local files are read, whether an
argument or a dataset names them: --no-local refuses them.

Objects of Cloud Storage (gs://) are read without credentials, or with the access
token in the environment variable GOOGLE_OAUTH_ACCESS_TOKEN.

Exit status: 0 if all videos could be read, 1 if one could not (why is told on
standard error, and stands in its facts as "error" unless it may pass, such as a
server that is down: the next run asks again) or the run was interrupted, 2 for
wrong usage or a file that cannot be read or written.`,
		Example: `  videotune probe dog.mp4
  videotune probe -o facts.json videos/*.mp4
  videotune probe -o facts.json train.jsonl validation.jsonl
  videotune check --media facts.json train.jsonl --validation validation.jsonl
  GOOGLE_OAUTH_ACCESS_TOKEN=$(gcloud auth print-access-token) videotune probe gs://my-bucket/dog.mp4`,
		Args: atLeast(1, "video or dataset"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := interruptible(cmd.Context())
			defer stop()
			return p.run(ctx, args, cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVarP(&p.output, "output", "o", "", "keep the facts in this `file`, and go on from what it holds")
	p.register(fl)
	return cmd
}

func (p *prober) run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) error {
	o, err := p.options()
	if err != nil {
		return err
	}
	if p.output != stdinName { // which is standard output
		o.Facts = p.output
		if err := spareInputs(stdin, args, outFlag{"--output", p.output}); err != nil {
			return err
		}
	}
	in := inputs{stdin: stdin}
	defer in.close()
	named := namedVideos{seen: make(map[string]bool)}
	if err := walk(&in, args, &named); err != nil {
		return err
	}
	named.tellBad(stderr)
	media, l, err := lookAt(ctx, named.uris, o, stderr)
	interrupted := ctx.Err() != nil && l.done < l.total
	if err = besides(err, context.Canceled); err != nil {
		return err
	}
	if o.Facts == "" {
		if err := writeFacts(media, stdout); err != nil {
			return err
		}
	}
	l.hint()
	switch {
	case interrupted && o.Facts == "":
		tell(stderr, fmt.Errorf("interrupted after %d of %d videos, whose facts were written; with -o facts.json the next run goes on from there", l.done, l.total))
	case interrupted:
		tell(stderr, fmt.Errorf("interrupted after %d of %d videos, whose facts are in %s; the same command goes on from there", l.done, l.total, o.Facts))
	case o.Facts != "" || l.total == 0 || l.failed > 0 && l.total > 1:
		tell(stderr, errors.New(l.String()))
	}
	if interrupted || l.failed > 0 {
		return errFindings
	}
	return nil
}

// writeFacts writes facts to standard output.
func writeFacts(media videotune.MediaMap, stdout io.Writer) error {
	var out spool
	defer out.close()
	if _, err := media.WriteTo(&out); err != nil {
		return err
	}
	return out.copyOut(stdout)
}

// namedVideos are the videos that arguments name, each once, and the lines that cannot
// be read, which may name others.
type namedVideos struct {
	uris []string
	seen map[string]bool
	bad  notes
}

func (n *namedVideos) dataset(string) {}

func (n *namedVideos) video(uri string) {
	if !n.seen[uri] {
		n.seen[uri] = true
		n.uris = append(n.uris, uri)
	}
}

func (n *namedVideos) line(rec *videotune.Record) {
	if err := unreadable(rec); err != nil {
		n.bad.add(err)
	}
	for p := range probe.VideoParts(&rec.Example) {
		n.video(p.FileData.FileURI)
	}
}

// tellBad tells of the lines that cannot be read.
func (n *namedVideos) tellBad(stderr io.Writer) {
	n.bad.tell(stderr, "such line")
	if n.bad.n > 0 {
		tell(stderr, fmt.Errorf("%s cannot be read: videos that no other line names are not looked at", count(n.bad.n, "line")))
	}
}
