package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/seed-57910ec4/videotune/vertex/gcs"
	"github.com/spf13/cobra"
)

// An uploader carries out upload.
type uploader struct {
	output
	to      string
	mapping string
	replace []string
	workers int
	told    time.Time // of the last line of progress
}

func newUpload() *cobra.Command {
	var u uploader
	cmd := &cobra.Command{
		Use:   "upload [flags] --to gs://BUCKET/FOLDER FILE|FOLDER...",
		Short: "Put the files of a dataset into Cloud Storage",
		Long: `upload puts files into Cloud Storage, under their own names below the one that --to
names; of a folder, all files in it with their paths, but for symbolic links and names
that begin with a dot, which are counted. The files that "videotune cut"
made are named by their mapping, with --mapping: they get the names that the plan
gave them.

Nothing is overwritten unasked: an object of another content is left alone and told,
with its generation, by which --replace allows to replace it. An object that has the
bytes of its file already is not sent again, so that the same command goes on where
an earlier one ended.

Checksums are compared by the service before an object comes to be. The address of
an emulator is read from STORAGE_EMULATOR_HOST.

Exit status: 0 if all files are there; 1 if one is not, because of what is there or since
the service answers that it will not or cannot (why is told on standard error), or if
this is interrupted; 2 for wrong usage, a file that cannot be read, or a service that
cannot be reached or does not answer.`,
		Example: `  videotune-vertex upload --to gs://my-bucket/run-7 train.jsonl validation.jsonl
  videotune-vertex upload --to gs://my-bucket/chunks chunks/
  videotune-vertex upload --mapping chunks/mapping.json
  videotune-vertex upload --to gs://my-bucket/run-7 --replace gs://my-bucket/run-7/train.jsonl=1700000000000001 train.jsonl`,
		RunE: u.runs(u.run),
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.StringVar(&u.to, "to", "", "name the objects below this `URI`, such as gs://my-bucket/run-7")
	fl.StringVar(&u.mapping, "mapping", "", "upload the files in the folder of this `file`, which cut wrote, by the names in it")
	fl.StringArrayVar(&u.replace, "replace", nil, "replace an object if it is of this generation, as `URI=GENERATION` (repeatable)")
	fl.IntVar(&u.workers, "workers", gcs.DefaultWorkers, "upload `N` files at once")
	u.register(fl)
	return cmd
}

// run uploads the files.
func (u *uploader) run(ctx context.Context, args []string) error {
	files, err := u.files(args)
	if err != nil {
		return err
	}
	client, err := openStorage(ctx)
	if err != nil {
		return err
	}
	defer client.Close()
	u.told = time.Now()
	results, failed := gcs.Upload(ctx, client, files, &gcs.Options{Workers: u.workers, Timeout: patience.Timeout, OnProgress: u.progress})
	if results == nil && failed != nil {
		return failed
	}
	if err := u.write(results); err != nil {
		return err
	}
	u.tellFaults(ctx, results)
	switch {
	case unanswered(failed):
		return errTold
	case failed != nil:
		return cli.ErrFindings
	}
	return nil
}

// tellFaults tells why files are not there, and what of those that are is not as it
// should be.
func (u *uploader) tellFaults(ctx context.Context, results []gcs.Result) {
	untried, interrupted := 0, 0
	for _, r := range results {
		switch {
		case errors.Is(r.Err, gcs.ErrNotTried):
			untried++
		case r.Err != nil && ctx.Err() != nil && errors.Is(r.Err, context.Cause(ctx)):
			interrupted++
		case r.Err != nil:
			u.tell(withFlag(r.Err))
		case r.WantType != "":
			u.tell(fmt.Errorf("%s is there with the content type %q, and would be uploaded with %s; \"gcloud storage objects update %[1]s --content-type=%[3]s\" corrects it",
				r.Object.URI, r.Object.ContentType, r.WantType))
		}
	}
	if untried > 0 {
		u.tell(fmt.Errorf("%s not tried, since the bucket cannot be used", cli.Count(untried, "file")))
	}
	if interrupted > 0 {
		u.tell(fmt.Errorf("%s left, since this was interrupted; the same command goes on", cli.Count(interrupted, "file")))
	}
}

// withFlag returns an error with the flag that allows what was not done.
func withFlag(err error) error {
	var e *gcs.Error
	if !errors.As(err, &e) || e.Generation == 0 {
		return err
	}
	own := *e
	own.Do = fmt.Sprintf("choose another name, or replace it by %s", quoted(fmt.Sprintf("--replace=%s=%d", e.URI, e.Generation)))
	return &own
}

// files returns what is to be uploaded.
func (u *uploader) files(args []string) ([]gcs.File, error) {
	switch {
	case u.workers < 1:
		return nil, cli.Usagef("--workers is %d; want 1 or more", u.workers)
	case len(args) == 0 && u.mapping == "":
		return nil, cli.Usagef("no file is named")
	case len(args) > 0 && u.to == "":
		return nil, cli.Usagef("no place is named; set --to, for instance to gs://my-bucket/run-7")
	}
	var files []gcs.File
	var single []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, cli.OpenError(arg, err)
		}
		if !info.IsDir() {
			single = append(single, arg)
			continue
		}
		list, left, err := gcs.Folder(u.to, arg)
		if err != nil {
			return nil, err
		}
		if left != (gcs.LeftOut{}) {
			u.tell(fmt.Errorf("%s: left out: %s", arg, left))
		}
		files = append(files, list...)
	}
	if len(single) > 0 {
		list, err := gcs.Under(u.to, single...)
		if err != nil {
			return nil, cli.Usagef("%s", err)
		}
		files = append(list, files...)
	}
	if u.mapping != "" {
		list, err := planned(u.mapping)
		if err != nil {
			return nil, err
		}
		files = append(files, list...)
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s names no file to upload", u.mapping)
	}
	return files, u.allow(files)
}

// planned returns the files that a mapping names, which lie beside it.
func planned(mapping string) ([]gcs.File, error) {
	f, err := os.Open(mapping)
	if err != nil {
		return nil, cli.OpenError(mapping, err)
	}
	defer f.Close()
	set, err := chunk.ReadSet(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %s; want what \"videotune cut\" writes", mapping, strings.TrimPrefix(err.Error(), "chunk: "))
	}
	return gcs.Planned(set, filepath.Dir(mapping))
}

// allow sets which generations may be replaced.
func (u *uploader) allow(files []gcs.File) error {
	at := make(map[string]*gcs.File, len(files))
	for i := range files {
		at[files[i].URI] = &files[i]
	}
	for _, value := range u.replace {
		i := strings.LastIndexByte(value, '=')
		if i < 0 {
			if _, err := strconv.ParseInt(value, 10, 64); err == nil {
				return cli.Usagef("--replace %s lacks the object; write it like gs://my-bucket/train.jsonl=%s", value, value)
			}
			return cli.Usagef("--replace %s lacks the generation; write it like gs://my-bucket/train.jsonl=1700000000000001", value)
		}
		file := at[value[:i]]
		if file == nil {
			return cli.Usagef("--replace %s: no file is to become %s", value, value[:i])
		}
		generation, err := strconv.ParseInt(value[i+1:], 10, 64)
		if err != nil || generation <= 0 {
			return cli.Usagef("--replace %s: %q is no generation", value, value[i+1:])
		}
		file.Replace = generation
	}
	return nil
}

// progressInterval is how often progress is told.
const progressInterval = 10 * time.Second

// progress tells now and then how far it is.
func (u *uploader) progress(p gcs.Progress) {
	if time.Since(u.told) < progressInterval {
		return
	}
	u.told = time.Now()
	fmt.Fprintf(u.stderr, "%s: %d of %s, %s of %s bytes\n", program, p.FilesDone, cli.Count(p.Files, "file"), cli.Group(p.BytesDone), cli.Group(p.Bytes))
}

// An uploadedJSON is what JSON says of a file.
type uploadedJSON struct {
	Path       string `json:"path"`
	URI        string `json:"uri"`
	Bytes      int64  `json:"bytes"`
	CRC32C     string `json:"crc32c,omitempty"`
	Generation int64  `json:"generation,string,omitempty"`
	Present    bool   `json:"present"` // it was there before
	Type       string `json:"content_type,omitempty"`
	WantType   string `json:"want_type,omitempty"` // where it was there with another one
	Error      string `json:"error,omitempty"`
}

// write tells what became of the files.
func (u *uploader) write(results []gcs.Result) error {
	if u.format == "json" {
		list := make([]uploadedJSON, len(results))
		for i, r := range results {
			list[i] = uploadedJSON{Path: r.File.Path, URI: r.File.URI, Bytes: r.Object.Bytes, CRC32C: r.Object.CRC32C, Generation: r.Object.Generation, Present: r.Present, Type: r.Object.ContentType, WantType: r.WantType}
			if r.Err != nil {
				list[i].Error = plain(withFlag(r.Err))
			}
		}
		return u.json(map[string]any{"files": list})
	}
	var b strings.Builder
	sent, present := 0, 0
	for _, r := range results {
		switch {
		case r.Err != nil:
			continue
		case r.Present:
			present++
		default:
			sent++
			fmt.Fprintf(&b, "%s: %s bytes, generation %d\n", render.Clean(r.File.URI), cli.Group(r.Object.Bytes), r.Object.Generation)
		}
	}
	fmt.Fprintf(&b, "%s: %d uploaded, %d there already, %d left\n", cli.Count(len(results), "file"), sent, present, len(results)-sent-present)
	_, err := io.WriteString(u.stdout, b.String())
	return err
}
