package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/render"
)

const (
	maxBody     = 64 << 20         // bytes of a body for /check
	maxProblems = 1000             // that /check lists; the summary counts all
	flushEvery  = 100              // examples
	patience    = 30 * time.Second // with a client that does not read
)

// newHandler returns the service over a source of examples.
func newHandler(src source) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /dataset.jsonl", func(w http.ResponseWriter, r *http.Request) { dataset(w, r, src) })
	mux.HandleFunc("POST /check", check)
	return mux
}

// dataset streams the dataset of a label, without ever holding all of it. A
// client must be able to tell a whole dataset from a part of one. So
//
//   - what goes wrong before the first byte is answered with a status and JSON,
//   - what goes wrong later breaks the connection, which every client notices,
//   - the trailer Dataset-Examples says how many lines there were.
func dataset(w http.ResponseWriter, r *http.Request, src source) {
	if !r.ProtoAtLeast(1, 1) { // there, a broken connection is the regular end
		fail(w, http.StatusHTTPVersionNotSupported, errors.New("HTTP/1.0 does not tell a whole file from a part of one"))
		return
	}
	label := r.URL.Query().Get("label")
	if known := src.labels(); !slices.Contains(known, label) {
		fail(w, http.StatusBadRequest, fmt.Errorf("label %q is none of %s", label, strings.Join(known, ", ")))
		return
	}
	out := &stream{ResponseWriter: w}
	lines := videotune.NewWriter(out, &videotune.WriterOptions{Name: "dataset.jsonl", Resolution: videotune.ResolutionLow})
	err := func() error {
		for ex, err := range src.examples(r.Context(), label) {
			if err != nil {
				return err
			}
			if err := lines.Write(ex); err != nil {
				return err
			}
			if lines.Examples()%flushEvery == 0 {
				if err := out.flush(lines); err != nil {
					return err
				}
			}
		}
		if lines.Examples() == 0 {
			return errors.New("no examples") // an empty file is no dataset
		}
		return out.flush(lines)
	}()
	switch {
	case err == nil:
		w.Header().Set("Dataset-Examples", strconv.Itoa(lines.Examples()))
	case !out.begun:
		fail(w, http.StatusInternalServerError, err)
	default:
		log.Printf("dataset of %q breaks off after %d examples: %v", label, lines.Examples(), err)
		panic(http.ErrAbortHandler) // net/http then breaks the connection
	}
}

// A stream is the body of an answer. It sends the header with the first byte, so
// that until then the answer may still become an error.
type stream struct {
	http.ResponseWriter
	begun bool
}

func (s *stream) Write(p []byte) (int, error) {
	if !s.begun {
		s.begun = true
		s.Header().Set("Content-Type", "application/jsonl; charset=utf-8")
		s.Header().Set("Trailer", "Dataset-Examples")
	}
	return s.ResponseWriter.Write(p)
}

// flush sends all lines that were written so far.
func (s *stream) flush(lines *videotune.Writer) error {
	c := http.NewResponseController(s.ResponseWriter)
	if err := c.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if err := lines.Flush(); err != nil {
		return err
	}
	return c.Flush()
}

// check answers what videotune finds in a body, by the limits of a model. The
// answer to a dataset that the tuning service would refuse is 200 too:
// "job_would_fail" tells.
func check(w http.ResponseWriter, r *http.Request) {
	model := cmp.Or(r.URL.Query().Get("model"), videotune.DefaultModel)
	limits, err := videotune.LimitsFor(model, time.Time{})
	if err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	var answer bytes.Buffer // bounded by maxProblems
	sink := render.NewJSON(&answer, render.JSONOptions{Max: maxProblems})
	report, err := videotune.Check(videotune.Dataset{
		Train: []videotune.Input{{Name: "body", R: http.MaxBytesReader(w, r.Body, maxBody)}},
	}, &videotune.CheckOptions{Policy: &videotune.Policy{Limits: limits}, OnProblem: sink.Problem})
	if err == nil {
		err = sink.Close(report)
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		fail(w, http.StatusRequestEntityTooLarge, err)
	case err != nil:
		fail(w, http.StatusBadRequest, err)
	default:
		w.Header().Set("Content-Type", "application/json")
		_, _ = answer.WriteTo(w) // a client that has gone needs no answer
	}
}

// fail answers with a status, the error, and the problems that it holds. What
// went wrong inside of the service goes into the log only, unless it is a problem
// of an example: it may tell of what is no client's business.
func fail(w http.ResponseWriter, status int, err error) {
	problems, _ := videotune.AsProblems(err)
	message := err.Error()
	if status == http.StatusInternalServerError {
		log.Print(err)
		if problems == nil {
			message = http.StatusText(status)
		}
	}
	answer, _ := json.Marshal(struct {
		Error    string             `json:"error"`
		Problems videotune.Problems `json:"problems,omitempty"`
	}{message, problems})
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(answer, '\n'))
}
