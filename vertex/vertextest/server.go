// Package vertextest is an in-process stand-in for the tuning methods of Vertex AI,
// for tests and examples without a network, a project or credentials: the SDK's own
// client talks to it.
//
// It creates, gets, lists and cancels tuning jobs in the shapes of the public
// reference of the REST API, moves a job on by one state each time it is asked for,
// and fails in the ways in which a service fails. It trains nothing.
//
//	server := vertextest.NewServer()
//	defer server.Close()
//	server.Plan(vertextest.Plan{Dropped: []vertextest.Dropped{{Index: 3, Reason: "video too long"}}})
//	client, err := server.Client(ctx)
package vertextest

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"

	"google.golang.org/genai"
)

// The project and the location of a [Server].
const (
	Project = "my-project"
	Region  = "us-central1"
)

// maxBody bounds the body of a request.
const maxBody = 16 << 20

// A Server answers as the tuning service does. It is safe for concurrent use.
type Server struct {
	// URL is that of the API, for genai.HTTPOptions.BaseURL. The SDK looks for credentials
	// all the same unless genai.ClientConfig has an HTTPClient too, such as
	// http.DefaultClient; [Server.Client] makes a client so.
	URL string

	http   *httptest.Server
	close  sync.Once
	closed chan struct{}

	mu       sync.Mutex
	jobs     []*job
	plans    []Plan
	faults   map[Method][]Fault
	requests []Request
	hidden   int
	answer   string
}

// A Method is one of those that a [Server] answers.
type Method string

// The methods.
const (
	Create   Method = "create"
	Get      Method = "get"
	List     Method = "list"
	Cancel   Method = "cancel"
	Generate Method = "generateContent"
)

// A Request is one that a [Server] got.
type Request struct {
	Method Method
	Path   string
	Query  string
	Body   []byte
}

// A Fault is what becomes of one request in place of an answer. The zero value is an
// answer as usual.
type Fault struct {
	Status  int    // of HTTP, such as 503; 0 is none
	Message string // of the error
	// Lost closes the connection without an answer, after the request was carried out;
	// with a Status the request is not carried out and answered with it.
	Lost bool
	// Late carries the request out, and then answers with Status all the same.
	Late bool
	// Silent carries the request out and never answers; the connection stays open until
	// the client or the server closes it.
	Silent bool
	// Stuck is Silent after the header and the first byte of an answer.
	Stuck bool
}

// NewServer starts a Server on a loopback address.
func NewServer() *Server {
	s := &Server{closed: make(chan struct{}), faults: map[Method][]Fault{}, answer: "ok"}
	s.http = httptest.NewServer(http.HandlerFunc(s.serve))
	s.URL = s.http.URL
	return s
}

// Close stops the server, and ends the connections that wait for an answer.
func (s *Server) Close() {
	s.close.Do(func() { close(s.closed) })
	s.http.Close()
}

// Client returns a client of the SDK that talks to the server, without credentials.
func (s *Server) Client(ctx context.Context) (*genai.Client, error) {
	return genai.NewClient(ctx, &genai.ClientConfig{
		Backend:     genai.BackendVertexAI,
		Project:     Project,
		Location:    Region,
		HTTPClient:  s.http.Client(),
		HTTPOptions: genai.HTTPOptions{BaseURL: s.URL},
	})
}

// Plan says what becomes of the jobs that are created next, one after the other. A
// job without one succeeds.
func (s *Server) Plan(plans ...Plan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.plans = append(s.plans, plans...)
}

// Fail says what becomes of the next requests of a method, one after the other.
func (s *Server) Fail(method Method, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[method] = append(s.faults[method], faults...)
}

// Hide keeps jobs out of the next n lists, as a service does of which the lists lag
// behind.
func (s *Server) Hide(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hidden = n
}

// Answer says what a model answers; "ok" at first.
func (s *Server) Answer(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = text
}

// Requests returns the requests of a method, in the order in which they came; "" is
// all methods.
func (s *Server) Requests(method Method) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.requests), func(r Request) bool { return method != "" && r.Method != method })
}

// Jobs returns the names of the jobs, the oldest first.
func (s *Server) Jobs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, len(s.jobs))
	for i, j := range s.jobs {
		names[i] = j.name
	}
	return names
}

var (
	jobsPath  = regexp.MustCompile(`^/v1[a-z0-9]*/projects/([^/]+)/locations/([^/]+)/tuningJobs(?:/([^/:]+))?(:cancel)?$`)
	modelPath = regexp.MustCompile(`^/v1[a-z0-9]*/.+:generateContent$`)
)

// serve answers one request.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		fail(w, http.StatusBadRequest, err.Error())
		return
	}
	method, id, status := route(r)
	if status != 0 {
		fail(w, status, "no such method or location: "+r.Method+" "+r.URL.Path)
		return
	}
	fault, status, answer := s.take(method, id, r, body)
	switch {
	case fault.Lost:
		panic(http.ErrAbortHandler)
	case fault.Silent || fault.Stuck:
		if fault.Stuck {
			w.Header().Set("Content-Type", "application/json")
			w.Write([]byte("{"))
			http.NewResponseController(w).Flush()
		}
		select {
		case <-r.Context().Done():
		case <-s.closed:
		}
		panic(http.ErrAbortHandler)
	case fault.Status != 0:
		fail(w, fault.Status, fault.Message)
	case status != http.StatusOK:
		fail(w, status, string(answer))
	default:
		w.Header().Set("Content-Type", "application/json")
		w.Write(answer)
	}
}

// take notes a request, and carries it out unless it is to fail before.
func (s *Server) take(method Method, id string, r *http.Request, body []byte) (fault Fault, status int, answer []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, Request{method, r.URL.Path, r.URL.RawQuery, body})
	if queue := s.faults[method]; len(queue) > 0 {
		fault, s.faults[method] = queue[0], queue[1:]
	}
	if fault.Status != 0 && !fault.Late {
		fault.Lost = false // with a Status it is answered
		return fault, 0, nil
	}
	status, value := s.do(method, id, r, body)
	if message, ok := value.(string); ok {
		return fault, status, []byte(message)
	}
	answer, err := json.Marshal(value)
	if err != nil {
		return fault, http.StatusInternalServerError, []byte(err.Error())
	}
	return fault, status, answer
}

// route tells the method of a request, and the job it is about. status is that of the
// error, 0 for none.
func route(r *http.Request) (method Method, id string, status int) {
	if r.Method == http.MethodPost && modelPath.MatchString(r.URL.Path) {
		return Generate, "", 0
	}
	m := jobsPath.FindStringSubmatch(r.URL.Path)
	if m == nil || m[1] != Project || m[2] != Region {
		return "", "", http.StatusNotFound
	}
	id = m[3]
	switch {
	case r.Method == http.MethodPost && id != "" && m[4] != "":
		return Cancel, id, 0
	case r.Method == http.MethodPost && id == "" && m[4] == "":
		return Create, "", 0
	case r.Method == http.MethodGet && id != "" && m[4] == "":
		return Get, id, 0
	case r.Method == http.MethodGet && m[4] == "":
		return List, "", 0
	}
	return "", "", http.StatusMethodNotAllowed
}

// do carries a request out. The answer of a status other than 200 is its message.
func (s *Server) do(method Method, id string, r *http.Request, body []byte) (int, any) {
	switch method {
	case Create:
		return s.create(body)
	case List:
		return s.list(r.URL.Query())
	case Generate:
		return http.StatusOK, map[string]any{"candidates": []any{map[string]any{
			"content":      map[string]any{"role": "model", "parts": []any{map[string]any{"text": s.answer}}},
			"finishReason": "STOP",
		}}}
	}
	for _, j := range s.jobs {
		if strings.HasSuffix(j.name, "/"+id) {
			if method == Cancel {
				return j.cancel()
			}
			return http.StatusOK, j.next()
		}
	}
	return http.StatusNotFound, "The TuningJob does not exist."
}

// canonical are the names of google.rpc.Code that go with statuses of HTTP.
var canonical = map[int]string{
	400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND", 409: "ALREADY_EXISTS",
	429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED",
}

// fail answers with an error.
func fail(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(map[string]any{"error": map[string]any{"code": status, "message": message, "status": canonical[status]}})
}
