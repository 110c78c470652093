package window

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// alphabet is a file whose bytes tell where they are.
func alphabet(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i>>8)
	}
	return b
}

func TestBytes(t *testing.T) {
	data := alphabet(1000)
	f := New(bytes.NewReader(data), 1000, 3, 500)
	if f.Size() != 1000 || f.Cost() != (Cost{}) {
		t.Fatalf("%d, %+v", f.Size(), f.Cost())
	}
	for _, tt := range []struct {
		name     string
		at       int64
		n, ahead int
		want     error
		cost     Cost
	}{
		{"the first", 0, 10, 100, nil, Cost{1, 100}},
		{"at hand", 90, 10, 100, nil, Cost{1, 100}},
		{"partly at hand", 95, 10, 50, nil, Cost{2, 150}},
		{"at hand, in the second", 100, 45, 100, nil, Cost{2, 150}},
		{"before the beginning", -1, 10, 0, io.ErrUnexpectedEOF, Cost{2, 150}},
		{"less than nothing", 10, -1, 0, io.ErrUnexpectedEOF, Cost{2, 150}},
		{"past the end", 995, 6, 0, io.ErrUnexpectedEOF, Cost{2, 150}},
		{"behind the end", 2000, 1, 0, io.ErrUnexpectedEOF, Cost{2, 150}},
		{"more than is left", 200, 351, 0, ErrBudget, Cost{2, 150}},
		{"less than ahead is left", 990, 10, 400, nil, Cost{3, 160}},
		{"no request is left", 500, 1, 0, ErrBudget, Cost{3, 160}},
		{"at hand all the same", 0, 100, 0, nil, Cost{3, 160}},
	} {
		got, err := f.Bytes(tt.at, tt.n, tt.ahead)
		if !errors.Is(err, tt.want) || err == nil && !bytes.Equal(got, data[tt.at:tt.at+int64(tt.n)]) || f.Cost() != tt.cost {
			t.Errorf("%s: %q, %v for %+v", tt.name, got, err, f.Cost())
		}
	}
	f.Allow(1, 10)
	if got, err := f.Bytes(500, 350, 0); err != nil || !bytes.Equal(got, data[500:850]) || f.Cost() != (Cost{4, 510}) {
		t.Errorf("after Allow: %v for %+v", err, f.Cost())
	}
	if got, err := f.Bytes(600, 10, 0); err != nil || cap(got) != 10 {
		t.Errorf("%v, a capacity of %d: what is appended would overwrite what is at hand", err, cap(got))
	}
}

// TestAheadIsLess has what is asked for ahead be less than what is allowed.
func TestAheadIsLess(t *testing.T) {
	f := New(bytes.NewReader(alphabet(1000)), 1000, 9, 100)
	if _, err := f.Bytes(0, 20, 200); err != nil || f.Cost().Bytes != 20 {
		t.Errorf("%v for %+v", err, f.Cost())
	}
}

func TestAtHand(t *testing.T) {
	data := alphabet(1000)
	f := New(bytes.NewReader(data), 1000, 9, 1000)
	for _, at := range []int64{0, 50, 300} {
		if _, err := f.Bytes(at, 10, 100); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		at      int64
		n, want int
	}{
		{0, 10, 10}, {0, 500, 100}, {60, 500, 40}, {99, 5, 1}, {100, 500, 0}, {300, 500, 100}, {399, 9, 1}, {299, 5, 0}, {-5, 10, 0}, {2000, 1, 0}, {0, 0, 0}, {0, -1, 0},
	} {
		got := f.AtHand(tt.at, tt.n)
		if len(got) != tt.want || tt.want > 0 && !bytes.Equal(got, data[tt.at:tt.at+int64(tt.want)]) || cap(got) > len(got) {
			t.Errorf("%d bytes from %d: %d with a capacity of %d, want %d", tt.n, tt.at, len(got), cap(got), tt.want)
		}
		if tt.n > 0 && f.Has(tt.at, tt.n) != (tt.want == tt.n) {
			t.Errorf("Has(%d, %d)", tt.at, tt.n)
		}
	}
}

// short is a file of which the end is gone, whatever its size was said to be.
type short struct {
	data []byte
	err  error
}

func (s short) ReadAt(b []byte, at int64) (int, error) {
	if at >= int64(len(s.data)) {
		return 0, s.err
	}
	n := copy(b, s.data[at:])
	if n < len(b) {
		return n, s.err
	}
	return n, nil
}

func TestFails(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct{ err, want error }{
		{io.EOF, io.ErrUnexpectedEOF}, {io.ErrUnexpectedEOF, io.ErrUnexpectedEOF}, {nil, io.ErrUnexpectedEOF}, {broken, broken},
	} {
		f := New(short{alphabet(100), tt.err}, 1000, 9, 1000)
		if got, err := f.Bytes(50, 20, 200); err != nil || len(got) != 20 {
			t.Errorf("%v: what was read is of no use: %v", tt.err, err)
		}
		if _, err := f.Bytes(90, 20, 0); !errors.Is(err, tt.want) {
			t.Errorf("%v, want %v", err, tt.want)
		}
		if _, err := f.Bytes(500, 20, 0); !errors.Is(err, tt.want) {
			t.Errorf("%v, want %v", err, tt.want)
		}
	}
}

// TestAny reads any pieces: they are those of the file, and cost no more than was
// allowed.
func TestAny(t *testing.T) {
	data := alphabet(3000)
	rapid.Check(t, func(t *rapid.T) {
		requests, size := rapid.IntRange(0, 5).Draw(t, "requests"), rapid.Int64Range(0, 4000).Draw(t, "bytes")
		f := New(bytes.NewReader(data), int64(len(data)), requests, size)
		for range rapid.IntRange(0, 12).Draw(t, "reads") {
			at, n := rapid.Int64Range(0, 3000).Draw(t, "at"), rapid.IntRange(0, 1500).Draw(t, "n")
			had, before := f.Has(at, n), f.Cost()
			got, err := f.Bytes(at, n, rapid.IntRange(0, 1500).Draw(t, "ahead"))
			inside := at+int64(n) <= int64(len(data))
			switch {
			case err == nil && (!inside || !bytes.Equal(got, data[at:at+int64(n)])):
				t.Fatalf("%d bytes from %d are others", n, at)
			case err != nil && inside && !errors.Is(err, ErrBudget), had && (err != nil || f.Cost() != before):
				t.Fatalf("%d bytes from %d: %v", n, at, err)
			case f.Cost().Requests > requests || f.Cost().Bytes > size:
				t.Fatalf("%+v is more than %d and %d", f.Cost(), requests, size)
			}
		}
	})
}

// TestUnknown has a file whose size is not known.
func TestUnknown(t *testing.T) {
	f := New(bytes.NewReader(alphabet(100)), Unknown, 3, 1<<20)
	if got, err := f.Bytes(90, 10, 0); err != nil || !bytes.Equal(got, alphabet(100)[90:]) {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := f.Bytes(95, 10, 0); !errors.Is(err, io.ErrUnexpectedEOF) || err.Error() != "the file ends at byte 100: unexpected EOF" {
		t.Error(err)
	}
	if f.Near() {
		t.Error("near")
	}
	if f.SetNear(); !f.Near() {
		t.Error("not near")
	}
}
