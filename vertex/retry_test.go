package vertex

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"google.golang.org/genai"
)

func TestRetryWait(t *testing.T) {
	for _, c := range []struct {
		r    Retry
		n    int
		want time.Duration
	}{
		{Retry{}, 1, time.Second},
		{Retry{}, 3, 4 * time.Second},
		{Retry{}, 100, time.Minute},
		{Retry{First: time.Hour}, 1, time.Minute},
		{Retry{First: 3, Longest: 10}, 3, 10},
		{Retry{First: 1, Longest: math.MaxInt64}, 200, math.MaxInt64},
	} {
		if got := c.r.wait(c.n); got != c.want {
			t.Errorf("%+v: wait %v before attempt %d, want %v", c.r, got, c.n+1, c.want)
		}
	}
}

func TestMayPass(t *testing.T) {
	ended, stop := context.WithCancel(t.Context())
	stop()
	for _, c := range []struct {
		ctx              context.Context
		err              error
		mayPass, refused bool
	}{
		{t.Context(), nil, false, false},
		{t.Context(), errors.New("connection reset"), true, false},
		{t.Context(), context.DeadlineExceeded, true, false}, // of a single request
		{ended, errors.New("connection reset"), false, false},
		{t.Context(), genai.APIError{Code: 400}, false, true},
		{t.Context(), genai.APIError{Code: 403}, false, true},
		{t.Context(), genai.APIError{Code: 408}, true, false},
		{t.Context(), genai.APIError{Code: 429}, true, true},
		{t.Context(), genai.APIError{Code: 500}, true, false},
		{t.Context(), genai.APIError{Code: 503}, true, false},
		{t.Context(), genai.APIError{}, true, false},
	} {
		if mayPass(c.ctx, c.err) != c.mayPass || surelyRefused(c.err) != c.refused {
			t.Errorf("%v: may pass %v, refused %v", c.err, mayPass(c.ctx, c.err), surelyRefused(c.err))
		}
	}
}
