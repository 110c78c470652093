package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

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
standard error and stands in its facts as "error") or the run was interrupted,
2 for wrong usage or a file that cannot be read or written.`,
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
	if p.output != stdinName {
		o.Facts = p.output
	}
	in := inputs{stdin: stdin}
	defer in.close()
	uris, err := urisOf(&in, args)
	if err != nil {
		return err
	}
	media, l, err := lookAt(ctx, uris, o, stderr)
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

// isDataset reports whether an argument names a dataset, not a video.
func isDataset(arg string) bool {
	return arg == stdinName || strings.HasSuffix(strings.ToLower(arg), ".jsonl")
}

// checkVideo returns an error if an argument cannot name a video.
func checkVideo(arg string) error {
	if arg == "" {
		return usagef("an argument is empty; want a video or a dataset")
	}
	if info, err := os.Stat(arg); err == nil && info.IsDir() {
		return usagef("%s is a folder; name the videos in it, such as %s", arg, filepath.Join(arg, "*.mp4"))
	}
	return nil
}

// urisOf returns the videos that arguments name, each once.
func urisOf(in *inputs, args []string) ([]string, error) {
	var all []string
	seen := make(map[string]bool)
	add := func(uri string) {
		if !seen[uri] {
			seen[uri] = true
			all = append(all, uri)
		}
	}
	for _, arg := range args {
		if !isDataset(arg) {
			if err := checkVideo(arg); err != nil {
				return nil, err
			}
			add(arg)
			continue
		}
		r, err := in.open(arg)
		if err != nil {
			return nil, err
		}
		uris, err := probe.URIs(r, &videotune.ReaderOptions{Name: arg})
		if err != nil {
			return nil, err
		}
		for _, uri := range uris {
			add(uri)
		}
	}
	return all, nil
}
