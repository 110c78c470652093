package gcs

import (
	"context"
	"fmt"
	"time"
)

const (
	// DefaultTimeout is how long a look at an object may take where [Options] and
	// [Objects] do not say.
	DefaultTimeout = 2 * time.Minute

	// So many times as long as a look may a try to send a piece take, and so many times
	// as long may an upload last of which nothing arrives: by default 10 and 20 minutes,
	// in which a piece of 16 MiB gets through a line of 28 kB a second.
	pieceTimes, stallTimes = 5, 10
)

// A silence is that of a service that did not answer in time.
type silence time.Duration

func (s silence) Error() string { return fmt.Sprintf("nothing came within %v", time.Duration(s)) }

// Is makes a silence a deadline that was exceeded, for [errors.Is].
func (s silence) Is(target error) bool { return target == context.DeadlineExceeded }

// Timeout reports true, as [net.Error] has it.
func (s silence) Timeout() bool { return true }

// A deadline ends what a service is asked for, unless it is put off.
type deadline struct {
	context.Context
	stop  context.CancelCauseFunc
	timer *time.Timer
	after time.Duration
}

// within returns a context that ends after d without a sign of the service.
func within(ctx context.Context, d time.Duration) *deadline {
	ctx, stop := context.WithCancelCause(ctx)
	return &deadline{ctx, stop, time.AfterFunc(d, func() { stop(silence(d)) }), d}
}

// putOff begins to wait anew.
func (d *deadline) putOff() { d.timer.Reset(d.after) }

// end frees what the deadline takes.
func (d *deadline) end() {
	d.timer.Stop()
	d.stop(nil)
}

// why returns err, or the silence that it comes of.
func (d *deadline) why(err error) error {
	if s, ok := context.Cause(d).(silence); ok && err != nil {
		return s
	}
	return err
}
