package probe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"time"
)

// A remote is a file that a server gives by ranges, or, if stream is there, only
// from the beginning.
type remote struct {
	client  *http.Client
	timeout time.Duration
	url     *url.URL // after Open that at which redirects ended
	// words say what a status means, in the place of statusWords; "" leaves these.
	words func(code int) string

	ctx    context.Context // of all requests, canceled by close
	cancel context.CancelCauseFunc

	header  http.Header // of the first answer
	size    int64
	version version
	head    []byte // the beginning of the file
	stream  *stream
}

// open makes the first request of r.
func open(ctx context.Context, r *remote) (*remote, error) {
	if r.timeout <= 0 {
		r.timeout = DefaultTimeout
	}
	r.ctx, r.cancel = context.WithCancelCause(ctx)
	if err := r.begin(); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *remote) source() *Source {
	s := &Source{ReaderAt: r, Size: r.size, ETag: r.version.String(), Close: r.close}
	if t := r.header.Get("Content-Type"); printable(t) {
		s.ContentType = t
	}
	return s
}

func (r *remote) close() error {
	r.cancel(fs.ErrClosed)
	if r.stream != nil {
		return r.stream.close()
	}
	return nil
}

// begin asks for the beginning of the file and takes what comes.
func (r *remote) begin() error {
	w := newWait(r.ctx, r.timeout)
	resp, err := r.get(w, r.url, fmt.Sprintf("bytes=0-%d", headBytes-1))
	if err != nil {
		defer w.end()
		return w.explain(err)
	}
	r.header, r.version = resp.Header, versionOf(resp.Header)
	if resp.Request != nil { // which some Transports leave out
		r.url = resp.Request.URL
	}
	if resp.StatusCode == http.StatusOK {
		return r.beginStream(w, resp)
	}
	defer w.end()
	defer resp.Body.Close()
	switch resp.StatusCode {
	case http.StatusPartialContent:
		return r.takeHead(w, resp)
	case http.StatusRequestedRangeNotSatisfiable:
		return r.takeEmpty(resp)
	}
	return r.statusError(resp)
}

// takeHead takes the answer that was asked for.
func (r *remote) takeHead(w *wait, resp *http.Response) error {
	if err := plain(resp.Header); err != nil {
		return err
	}
	c, err := parseContentRange(resp.Header.Get("Content-Range"))
	switch {
	case err != nil:
		return err
	case c.total < 0:
		return fmt.Errorf("%w: it does not say how large the file is", ErrAnswer)
	}
	if err := c.fits(0, min(headBytes, c.total)); err != nil {
		return err
	}
	r.size = c.total
	head := make([]byte, c.end+1)
	if _, err := readExactly(w, resp, head); err != nil {
		return err
	}
	r.head = head
	return webPage(resp.Header, head)
}

// takeEmpty takes the answer that an empty file has no first byte.
func (r *remote) takeEmpty(resp *http.Response) error {
	c, err := parseContentRange(resp.Header.Get("Content-Range"))
	if err != nil || c.total != 0 {
		return r.statusError(resp)
	}
	r.size = 0
	return nil
}

// beginStream takes the answer of a server that sends the whole file.
func (r *remote) beginStream(w *wait, resp *http.Response) error {
	r.stream = &stream{body: resp.Body, wait: w, size: resp.ContentLength}
	err := plain(resp.Header)
	if err == nil && r.stream.size < 0 {
		err = r.stream.begin()
	}
	if err == nil && isHTML(resp.Header) {
		head := make([]byte, headBytes)
		n, fault := r.stream.readAt(head, 0)
		if fault != nil && !errors.Is(fault, io.EOF) {
			err = fault
		} else {
			err = webPage(resp.Header, head[:n])
		}
	}
	w.pause()
	r.size = r.stream.size
	return err
}

// ReadAt gives bytes of the file.
func (r *remote) ReadAt(p []byte, off int64) (int, error) {
	if err := context.Cause(r.ctx); err != nil {
		return 0, err
	}
	if off < 0 {
		return 0, errors.New("read before the beginning of the file")
	}
	if r.stream != nil {
		return r.stream.ReadAt(p, off)
	}
	if len(p) == 0 {
		return 0, nil
	}
	if off >= r.size {
		return 0, io.EOF
	}
	want := p[:min(int64(len(p)), r.size-off)]
	n := 0
	if off < int64(len(r.head)) {
		n = copy(want, r.head[off:])
	}
	if n < len(want) {
		more, err := r.fetch(want[n:], off+int64(n))
		n += more
		if err != nil {
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// fetch asks for bytes that the file has.
func (r *remote) fetch(p []byte, off int64) (int, error) {
	w := newWait(r.ctx, r.timeout)
	defer w.end()
	resp, err := r.get(w, r.url, fmt.Sprintf("bytes=%d-%d", off, off+int64(len(p))-1))
	if err != nil {
		return 0, w.explain(err)
	}
	defer resp.Body.Close()
	if err := r.judge(resp, off, int64(len(p))); err != nil {
		return 0, err
	}
	return readExactly(w, resp, p)
}

// judge returns an error unless the answer is n bytes from off on, of the file that
// was opened.
func (r *remote) judge(resp *http.Response, off, n int64) error {
	switch resp.StatusCode {
	case http.StatusPartialContent:
	case http.StatusPreconditionFailed, http.StatusRequestedRangeNotSatisfiable:
		return fmt.Errorf("%w: the server has another one by now (status %d)", ErrChanged, resp.StatusCode)
	case http.StatusOK:
		if !r.version.same(resp.Header) || resp.ContentLength >= 0 && resp.ContentLength != r.size {
			return fmt.Errorf("%w: the server has another one by now", ErrChanged)
		}
		return fmt.Errorf("%w any more: it sends the whole file", ErrNoRange)
	case http.StatusNotFound:
		if r.version.generation != "" {
			return fmt.Errorf("%w: its generation %s is gone", ErrChanged, r.version.generation)
		}
		return r.statusError(resp)
	default:
		return r.statusError(resp)
	}
	if err := plain(resp.Header); err != nil {
		return err
	}
	if !r.version.same(resp.Header) {
		return fmt.Errorf("%w: the server has another one by now", ErrChanged)
	}
	c, err := parseContentRange(resp.Header.Get("Content-Range"))
	if err != nil {
		return err
	}
	if c.total >= 0 && c.total != r.size {
		return fmt.Errorf("%w: it had %d bytes and has %d", ErrChanged, r.size, c.total)
	}
	return c.fits(off, n)
}
