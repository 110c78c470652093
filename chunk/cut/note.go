package cut

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/chunk"
)

// A note is what a file carries as its comment, so that a later run knows it again: what
// its bytes do not tell. Files that were made by hand have no start.
type note struct {
	source   origin
	start    time.Duration // the source's time of the first picture
	hasStart bool
	how      How
	over     []over // what came out over a limit before, the first one first
}

// An origin tells a source from another one: its size, and a hash of the entity tag
// that the facts of the plan have, "" if they have none.
type origin struct {
	bytes int64
	tag   string
}

func newOrigin(bytes int64, etag string) origin {
	o := origin{bytes: bytes}
	if etag != "" {
		sum := sha256.Sum256([]byte(etag))
		o.tag = hex.EncodeToString(sum[:8])
	}
	return o
}

// An over is a file that was over a limit and was planned anew.
type over struct {
	name string
	made chunk.Made
}

const (
	noteMark = "videotune-cut-1"
	maxOver  = 8 // in one note
)

// String returns the comment:
//
//	videotune-cut-1 source=157286400 etag=1f0c3a5b7d9e8642 start=780000000000ns how=encoded
//
// followed by over=name,bytes,start,duration for each that was over a limit.
func (n note) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s source=%d", noteMark, n.source.bytes)
	if n.source.tag != "" {
		fmt.Fprintf(&b, " etag=%s", n.source.tag)
	}
	if n.hasStart {
		fmt.Fprintf(&b, " start=%dns how=%s", int64(n.start), n.how)
	}
	for _, o := range n.over {
		fmt.Fprintf(&b, " over=%s,%d,%dns,%dns", o.name, o.made.Bytes, int64(o.made.Start), int64(o.made.Duration))
	}
	return b.String()
}

// parseNote reads a comment. ok is false for one of anybody else.
func parseNote(s string) (n note, ok bool) {
	words := strings.Fields(s)
	if len(words) < 2 || words[0] != noteMark {
		return n, false
	}
	for _, word := range words[1:] {
		name, value, _ := strings.Cut(word, "=")
		switch name {
		case "source":
			n.source.bytes, ok = parseWhole(value)
		case "etag":
			n.source.tag, ok = value, value != ""
		case "start":
			n.start, ok = parseNanos(value)
			n.hasStart = ok
		case "how":
			n.how = How(value)
			ok = n.how == Encoded || n.how == Copied
		case "over":
			var o over
			o, ok = parseOver(value)
			n.over = append(n.over, o)
		}
		if !ok || len(n.over) > maxOver {
			return note{}, false
		}
	}
	return n, n.source.bytes > 0 && n.hasStart == (n.how != "")
}

func parseOver(s string) (o over, ok bool) {
	part := strings.Split(s, ",")
	if len(part) != 4 {
		return o, false
	}
	var ok1, ok2, ok3 bool
	o.name = part[0]
	o.made.Bytes, ok1 = parseWhole(part[1])
	o.made.Start, ok2 = parseNanos(part[2])
	o.made.Duration, ok3 = parseNanos(part[3])
	return o, ok1 && ok2 && ok3 && o.name != ""
}

// parseWhole reads a number that is not negative.
func parseWhole(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	return n, err == nil && n >= 0 && clamped(n)
}

func parseNanos(s string) (time.Duration, bool) {
	digits, ok := strings.CutSuffix(s, "ns")
	n, whole := parseWhole(digits)
	return time.Duration(n), ok && whole
}
