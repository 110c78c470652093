package vertex

import (
	"fmt"

	"github.com/seed-57910ec4/videotune"
)

// A ConversionError says that one of the two sides cannot hold, or would not send,
// what the other has. Nothing was converted.
type ConversionError struct {
	// Pointer says where. In what [Contents] and [Request] are given it points into
	// the line of the example ("/contents/0/parts/0/videoMetadata/startOffset"), in what
	// [Example] is given into an object of the members contents and config
	// ("/contents/0/parts/1/inlineData", "/config/temperature").
	Pointer videotune.Pointer
	Reason  string // what is the matter, and what to do
	Err     error  // the cause; nil if there is none
}

// Error returns the pointer and the reason.
func (e *ConversionError) Error() string {
	where := string(e.Pointer)
	if where == "" {
		where = "the example"
	}
	return fmt.Sprintf("vertex: %s: %s", where, e.Reason)
}

// Unwrap returns Err.
func (e *ConversionError) Unwrap() error { return e.Err }

func refuse(pointer videotune.Pointer, format string, args ...any) *ConversionError {
	return &ConversionError{Pointer: pointer, Reason: fmt.Sprintf(format, args...)}
}

// at returns pointer with more tokens, each a member's name or an index.
func at(pointer videotune.Pointer, tokens ...any) videotune.Pointer {
	for _, token := range tokens {
		pointer += videotune.Pointer("/" + pointerEscape.Replace(fmt.Sprint(token)))
	}
	return pointer
}
