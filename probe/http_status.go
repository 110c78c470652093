package probe

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"strings"
	"time"
)

const (
	maxDetail     = 4 << 10 // bytes that are read of an error's body
	maxRetryAfter = 24 * time.Hour
)

// statusError returns the error of an answer that is not success.
func (r *remote) statusError(resp *http.Response) error {
	e := &StatusError{Code: resp.StatusCode, RetryAfter: retryAfter(resp.Header, time.Now())}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxDetail)) // some of it is better than nothing
	e.Detail = clip(errorDetail(body))
	if r.words != nil {
		e.words = r.words(e.Code)
	}
	return e
}

// retryAfter reads the header of that name, by RFC 9110, section 10.2.3: seconds,
// or a date. A date is held against the server's own clock, if it tells that.
func retryAfter(h http.Header, now time.Time) time.Duration {
	s := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, ok := parseWhole(s); ok {
		return time.Duration(min(seconds, int64(maxRetryAfter/time.Second))) * time.Second
	}
	at, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date
	}
	return min(max(at.Sub(now).Round(time.Second), 0), maxRetryAfter)
}

// errorDetail returns what an error of a storage service says, which is XML; "" for
// all else.
func errorDetail(body []byte) string {
	var e struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
		Message string
		Details string
	}
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("<")) || xml.Unmarshal(body, &e) != nil {
		return ""
	}
	detail := strings.TrimSpace(e.Code + ": " + e.Message + " " + e.Details)
	return strings.Trim(strings.Join(strings.Fields(detail), " "), ": ")
}
