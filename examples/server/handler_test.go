package main

import (
	"context"
	"errors"
	"io"
	"iter"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/examples/internal/golden"
)

// A fake source yields what a test wants of it.
type fake iter.Seq2[*videotune.Example, error]

func (f fake) labels() []string { return []string{"cat"} }

func (f fake) examples(context.Context, string) iter.Seq2[*videotune.Example, error] {
	return iter.Seq2[*videotune.Example, error](f)
}

func TestDataset(t *testing.T) {
	server := start(t, archive())
	res := get(t, server, "/dataset.jsonl?label=cat")
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/jsonl; charset=utf-8" {
		t.Errorf("got %s, %v", res.Status, res.Header)
	}
	if n := res.Trailer.Get("Dataset-Examples"); n != "5" {
		t.Errorf("the trailer says %q examples, want 5", n)
	}
	golden.Dataset(t, func(w io.Writer) error {
		_, err := w.Write(body)
		return err
	})
}

// TestNoDataset tests that what goes wrong before the first byte has a status
// and a reason.
func TestNoDataset(t *testing.T) {
	bad := example("cats.mp4") // a path is no URI
	for _, test := range []struct {
		name   string
		src    source
		path   string
		status int
		want   string
	}{
		{"unknown label", archive(), "/dataset.jsonl?label=cow", http.StatusBadRequest,
			`{"error":"label \"cow\" is none of cat, dog, hen"}`},
		{"no label", archive(), "/dataset.jsonl", http.StatusBadRequest,
			`{"error":"label \"\" is none of cat, dog, hen"}`},
		{"no examples", yield(nil), "/dataset.jsonl?label=cat", http.StatusInternalServerError,
			`{"error":"Internal Server Error"}`},
		{"source fails", yield(errors.New("password rejected")), "/dataset.jsonl?label=cat", http.StatusInternalServerError,
			`{"error":"Internal Server Error"}`},
		{"source fails later", yield(errors.New("password rejected"), example("gs://b/1.mp4")), "/dataset.jsonl?label=cat", http.StatusInternalServerError,
			`{"error":"Internal Server Error"}`},
		{"bad example", yield(nil, example("gs://b/1.mp4"), bad), "/dataset.jsonl?label=cat", http.StatusInternalServerError, ``},
		{"no such path", archive(), "/datasets", http.StatusNotFound, `404 page not found`},
		{"wrong method", archive(), "/check", http.StatusMethodNotAllowed, `Method Not Allowed`},
	} {
		t.Run(test.name, func(t *testing.T) {
			silence(t)
			res := get(t, start(t, test.src), test.path)
			body, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != test.status {
				t.Errorf("got %s", res.Status)
			}
			if test.name == "bad example" {
				golden.Compare(t, "problems.json", body)
			} else if string(body) != test.want+"\n" {
				t.Errorf("got  %s\nwant %s", body, test.want)
			}
		})
	}
}

// TestHTTP10 tests that a client that could not notice a broken connection gets
// no dataset.
func TestHTTP10(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/dataset.jsonl?label=cat", nil)
	r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/1.0", 1, 0
	w := httptest.NewRecorder()
	newHandler(archive()).ServeHTTP(w, r)
	if want := `{"error":"HTTP/1.0 does not tell a whole file from a part of one"}` + "\n"; w.Code != http.StatusHTTPVersionNotSupported || w.Body.String() != want {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// TestBrokenOff tests that no client takes a part of a dataset for all of it.
func TestBrokenOff(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		last *videotune.Example
	}{
		{"source fails", errors.New("connection lost"), example("gs://b/last.mp4")},
		{"bad example", nil, example("cats.mp4")},
	} {
		t.Run(test.name, func(t *testing.T) {
			silence(t)
			src := func(yield func(*videotune.Example, error) bool) {
				for range 3 * flushEvery {
					if !yield(example("gs://b/1.mp4"), nil) {
						return
					}
				}
				if yield(test.last, nil) && test.err != nil {
					yield(nil, test.err)
				}
			}
			res := get(t, start(t, fake(src)), "/dataset.jsonl?label=cat")
			body, err := io.ReadAll(res.Body)
			if res.StatusCode != http.StatusOK || len(body) == 0 {
				t.Errorf("got %s and %d bytes: the error was to come late", res.Status, len(body))
			}
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("the body ends with %v", err)
			}
			if n := res.Trailer.Get("Dataset-Examples"); n != "" {
				t.Errorf("the trailer says %q examples", n)
			}
		})
	}
}

// TestClientGone tests that the source is not read to its end for nobody.
func TestClientGone(t *testing.T) {
	silence(t)
	done := make(chan error, 1)
	endless := func(yield func(*videotune.Example, error) bool) {
		for {
			if !yield(example("gs://b/1.mp4"), nil) {
				done <- nil
				return
			}
		}
	}
	res := get(t, start(t, fake(endless)), "/dataset.jsonl?label=cat")
	if _, err := io.ReadFull(res.Body, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	select {
	case <-done:
	case <-time.After(30 * time.Second):
		t.Fatal("the source is still being read")
	}
}

func TestCheck(t *testing.T) {
	good, err := os.ReadFile("testdata/train.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"check-good.json": string(good),
		"check-bad.json":  string(good) + `{"contents":[{"role":"assistant","parts":[{"text":"yes"},]}]}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			res := post(t, start(t, archive()), "gemini-3.5-flash", strings.NewReader(body))
			got, err := io.ReadAll(res.Body)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/json" {
				t.Errorf("got %s, %v", res.Status, res.Header)
			}
			golden.Compare(t, name, got)
		})
	}
}

func TestCheckTooLarge(t *testing.T) {
	res := post(t, start(t, archive()), "", io.LimitReader(zeros{}, maxBody+1))
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("got %s", res.Status)
	}
	golden.Compare(t, "check-large.json", body)
}

func TestCheckUnknownModel(t *testing.T) {
	res := post(t, start(t, archive()), "gemini-0.5", strings.NewReader(""))
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusBadRequest {
		t.Errorf("got %s", res.Status)
	}
	golden.Compare(t, "check-model.json", body)
}

// TestShutdown tests that a dataset that is on its way arrives before the server
// ends, and that nothing is taken after.
func TestShutdown(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	proceed := make(chan struct{})
	src := func(yield func(*videotune.Example, error) bool) {
		for i := range 2 * flushEvery {
			if i == flushEvery+1 { // half of it is sent
				<-proceed
			}
			if !yield(example("gs://b/1.mp4"), nil) {
				return
			}
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- serve(ctx, listener, newHandler(fake(src))) }()

	url := "http://" + listener.Addr().String() + "/dataset.jsonl?label=cat"
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	stop()
	for { // until the server has closed its door
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			break
		}
		conn.Close()
		time.Sleep(time.Millisecond)
	}
	close(proceed)
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		t.Error(err)
	}
	if n := res.Trailer.Get("Dataset-Examples"); n != "200" {
		t.Errorf("the trailer says %q examples, want 200", n)
	}
	if err := <-served; err != nil {
		t.Error(err)
	}
}

// start starts a server, which ends with the test.
func start(t *testing.T, src source) *httptest.Server {
	server := httptest.NewServer(newHandler(src))
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, server *httptest.Server, path string) *http.Response {
	t.Helper()
	res, err := server.Client().Get(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

func post(t *testing.T, server *httptest.Server, model string, body io.Reader) *http.Response {
	t.Helper()
	res, err := server.Client().Post(server.URL+"/check?model="+model, "application/jsonl", body)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

// yield returns a source of the examples, and then of err, if there is one.
func yield(err error, examples ...*videotune.Example) source {
	return fake(func(yield func(*videotune.Example, error) bool) {
		for _, ex := range examples {
			if !yield(ex, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	})
}

func example(uri string) *videotune.Example {
	return &videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.Video(uri), videotune.Text("Is a cat seen?")),
		videotune.Model(videotune.Text("yes")),
	}}
}

// silence keeps the log of a test that is full of errors to itself.
func silence(t *testing.T) {
	log.SetOutput(io.Discard)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
}

// zeros is an endless line that is not JSON.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '0'
	}
	return len(p), nil
}
