package probe

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
)

// What [All] does where the options say nothing else.
const (
	// DefaultPerHost is how many videos of one host are looked at at once.
	DefaultPerHost = 4
	// DefaultWorkers is how many videos are looked at at once.
	DefaultWorkers = 64
	// DefaultRetries is how often a video is tried again.
	DefaultRetries = 4
)

// AllOptions say how [All] looks at videos. The zero value, and nil, are ready to
// use.
type AllOptions struct {
	// Options are those for each video. OnCost is called by many goroutines at once.
	Options
	// PerHost is how many videos of one host are looked at at once; 0 is
	// DefaultPerHost. A host is that of an http or https URL with its port, whatever
	// the scheme, or the bucket of a gs name. All local files together are one host.
	PerHost int
	// Workers is how many videos are looked at at once in all; 0 is DefaultWorkers.
	Workers int
	// Retries is how often a video is tried again whose error is [Temporary]; 0 is
	// DefaultRetries, a negative number is never.
	Retries int
	// Known are facts of an earlier time, beside those of Facts, which come first.
	Known videotune.MediaMap
	// Facts is the path of the facts file, such as "facts.json"; "" keeps none. Its
	// directory must exist, the file need not.
	Facts string
	// OnProgress is called after each video, by one goroutine at a time; nil for
	// nothing. It should return soon: no video is begun meanwhile.
	OnProgress func(Progress)
	// OnRetry is called when a video is to be tried again in a while, with the error
	// of the last time, as OnProgress is; nil for nothing.
	OnRetry func(uri string, err error, wait time.Duration)
}

// A Progress tells of one video that was looked at.
type Progress struct {
	Done, Total int             // videos, this one counted
	URI         string          // as it was given
	Media       videotune.Media // that is kept; Media.Err says what Err does, without the URI, if that is a verdict
	Err         error           // that of [Probe]; if it is [Inconclusive], the next run asks again
	Reused      bool            // the facts were known, and nothing but their being up to date was asked for
	Cost        Cost            // of the last try
}

func (o *AllOptions) perHost() int { return orDefault(o.PerHost, DefaultPerHost) }
func (o *AllOptions) workers() int { return orDefault(o.Workers, DefaultWorkers) }

func (o *AllOptions) retries() int {
	if o.Retries < 0 {
		return 0
	}
	return orDefault(o.Retries, DefaultRetries)
}

func orDefault(n, normal int) int {
	if n <= 0 {
		return normal
	}
	return n
}

// All returns the facts of many videos, one result for each distinct URI, but for those
// that nothing can be said of. o may be nil. The sequence is read to its end before the
// first video is opened.
//
// Errors are that ctx is done, that the facts file cannot be read or written, and that a
// URI is one that facts cannot be kept for (empty, over 64 KiB, not UTF-8), which
// ends nothing. With an error come the facts that were found.
//
// # Videos that cannot be read
//
// That a video cannot be read is no error of All, but a fact: Err says so. It is kept
// with what was known of the video before, and [videotune.Check] takes the video for
// one that the service drops.
//
// An error that is [Inconclusive], such as that of a network, is no fact of the video,
// and never kept. What was known of the video stays as it is, and if that is
// nothing, it has no result; only facts that are found to be those of another file, which
// the video was meanwhile replaced with, go. The next run asks again. OnProgress is told
// of each such error; where it is nil, they are a [LeftError] of All.
//
// # Hosts and retries
//
// A video whose error is [Temporary] is tried again after half a second, then after
// twice as long each time, up to half a minute, and up to half of that at random
// less. A server that says how long to wait ([StatusError].RetryAfter) is left alone
// that long, with all its videos; if that is more than two minutes, the video is
// given up. A video that waits counts among those of its host, so that a host in
// trouble is asked less. After ten videos of a host in a row that failed all the same,
// the others are not looked at: their error is [ErrHostGivenUp]. Local files are never
// given up.
//
// # Facts that are known
//
// Known facts are kept if the video is opened and has the same ETag and size: that
// costs one request, or a look at the directory. Else it is read anew. Facts with an
// Err are read anew, and so are those that a run for the duration alone left
// incomplete.
//
// # The facts file
//
// Each result is appended at once to a file beside Facts, as a line of JSON:
// "facts.json.partial". When all is done, or ctx, these are merged into Facts, which is
// replaced as a whole: facts of other URIs stay as they are, with members that are
// not known here. The bytes depend on the facts alone.
//
// The partial file goes when all was asked for. One that is there, because a run was
// interrupted, killed, or lost power, is where All goes on: what it holds is not asked
// for again, but for errors. A line that is torn is passed over. Facts that were found
// more than a day ago are only known ones, as above, also if the run went on since.
//
// While a process is at work on Facts, another one that begins gets a
// [videotune.ErrBusy]; see [videotune.Create] for where that holds.
func All(ctx context.Context, uris iter.Seq[string], o *AllOptions) (videotune.MediaMap, error) {
	if o == nil {
		o = new(AllOptions)
	}
	r := newRun(ctx, o)
	defer r.cancel()
	distinct, refused := collect(ctx, uris)
	if err := stopped(ctx); err != nil {
		return r.found, err
	}
	var err error
	if r.facts, err = openFacts(o.Facts); err != nil {
		return r.found, err
	}
	defer r.facts.close()
	err = r.all(distinct)
	err = errors.Join(err, r.facts.commit(r.done == r.total), refused)
	if len(r.left) > 0 {
		err = errors.Join(err, &LeftError{r.left})
	}
	return r.found, err
}

// collect returns the distinct URIs in order, and an error that names those that
// facts cannot be kept for.
func collect(ctx context.Context, uris iter.Seq[string]) (distinct []string, refused error) {
	seen := make(map[string]struct{})
	for uri := range uris {
		if ctx.Err() != nil {
			break
		}
		if _, twice := seen[uri]; twice {
			continue
		}
		seen[uri] = struct{}{}
		if err := nameable(uri); err != nil {
			refused = errors.Join(refused, failed(uri, err))
			continue
		}
		distinct = append(distinct, uri)
	}
	return distinct, refused
}

// nameable returns an error if a facts file cannot hold facts of uri.
func nameable(uri string) error {
	const most = 64 << 10 // of videotune.ReadMedia
	switch {
	case uri == "":
		return errors.New("neither a URI nor a path: it is empty")
	case len(uri) > most:
		return fmt.Errorf("the URI has %d bytes, more than the %d that are allowed", len(uri), most)
	case !utf8.ValidString(uri):
		return errors.New("the URI is not UTF-8, so that its facts cannot be written as JSON: rename the file")
	}
	return nil
}

// stopped returns why ctx is done, nil if it is not.
func stopped(ctx context.Context) error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if err == nil || errors.Is(cause, err) {
		return cause
	}
	return fmt.Errorf("%w: %w", err, cause)
}
