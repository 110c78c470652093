package vertex

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"google.golang.org/genai"
)

// errKept is how a [keeper] ends a request.
var errKept = errors.New("the request is not sent")

// A keeper is a transport that keeps the body of a request in place of sending it, in
// the bytes that the request's context holds.
type keeper struct{}

type keptBody struct{} // the key in the context

// RoundTrip keeps the body and returns errKept.
func (keeper) RoundTrip(r *http.Request) (*http.Response, error) {
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	*r.Context().Value(keptBody{}).(*[]byte) = data
	return nil, errKept
}

// rehearsal returns a client of the SDK that sends nothing. What it is given keeps it
// from looking for credentials and from remarks about the environment.
var rehearsal = sync.OnceValues(func() (*genai.Client, error) {
	return genai.NewClient(context.Background(), &genai.ClientConfig{
		Backend: genai.BackendVertexAI, Project: "none", Location: "none", APIKey: "none",
		HTTPClient:  &http.Client{Transport: keeper{}},
		HTTPOptions: genai.HTTPOptions{BaseURL: "http://none.invalid/"},
	})
})

// sent returns what the SDK would send of contents and config, without sending it. What
// its types marshal to says less: it leaves members out on the way, and panics over
// others.
func sent(contents []*genai.Content, config *genai.GenerateContentConfig) (body map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			body, err = nil, refuse("", "the SDK cannot send it: it panics: %v", r)
		}
	}()
	client, err := rehearsal()
	if err != nil {
		return nil, &ConversionError{Reason: "the SDK makes no client: " + err.Error(), Err: err}
	}
	copied := *config
	if config.SystemInstruction != nil { // to which the SDK gives a role
		instruction := *config.SystemInstruction
		copied.SystemInstruction = &instruction
	}
	var data []byte
	_, err = client.Models.GenerateContent(context.WithValue(context.Background(), keptBody{}, &data), "none", contents, &copied)
	if !errors.Is(err, errKept) {
		return nil, &ConversionError{Reason: "the SDK cannot send it: " + err.Error(), Err: err}
	}
	v, err := tree(data)
	if err != nil {
		return nil, &ConversionError{Reason: "the SDK sends what is no JSON: " + err.Error(), Err: err}
	}
	body, _ = v.(map[string]any)
	if settings, ok := body["generationConfig"].(map[string]any); ok && len(settings) == 0 {
		delete(body, "generationConfig")
	}
	return body, nil
}

// compare returns an error if the SDK would send something else than the line says.
// It goes by what the SDK really makes of it, and not by a list of its habits, so that
// a later version with other ones cannot change a request unnoticed.
func compare(line []byte, contents []*genai.Content, config *genai.GenerateContentConfig) error {
	want, err := tree(line)
	if err != nil {
		return &ConversionError{Reason: err.Error(), Err: err}
	}
	got, err := sent(contents, config)
	if err != nil {
		return err
	}
	if config.SystemInstruction != nil && config.SystemInstruction.Role == "" {
		got["systemInstruction"] = roleless(got["systemInstruction"])
	}
	d := firstDifference("", want, got)
	if d == nil {
		return nil
	}
	if strings.HasSuffix(string(d.pointer), "/startOffset") || strings.HasSuffix(string(d.pointer), "/endOffset") {
		return refuse(d.pointer, "the line has %s here, the SDK would send %s: it rounds offsets to whole seconds. "+
			"Cut at whole seconds, or set Conversion.Exact", d.want, d.got)
	}
	return refuse(d.pointer, "the line has %s here, the SDK would send %s; Conversion.Exact sends what the line has", d.want, d.got)
}
