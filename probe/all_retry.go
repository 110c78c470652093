package probe

import (
	"errors"
	"math/rand/v2"
	"time"
)

const (
	firstWait = time.Second / 2
	maxWait   = 30 * time.Second
	// maxPause is how long a server may ask to wait; if it is longer, the video is
	// better asked for another day.
	maxPause = 2 * time.Minute
)

// retryIn returns how long to wait until a video is tried again that failed so often
// before, and whether the server asked for it; 0 if it is not worth it.
func retryIn(err error, tries int) (wait time.Duration, asked bool) {
	if !Temporary(err) {
		return 0, false
	}
	wait = maxWait
	if tries < 6 { // 32 seconds
		wait = firstWait << tries
	}
	wait -= rand.N(wait / 2) // so that those who failed together do not come again together
	if status, ok := errors.AsType[*StatusError](err); ok && status.RetryAfter > 0 {
		if status.RetryAfter > maxPause {
			return 0, false
		}
		return status.RetryAfter + wait, true
	}
	return wait, false
}
