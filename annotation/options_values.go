package annotation

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
)

// Texts are texts that a file of options may write as a list, or as one value where
// there is one only; a number stands for its text.
type Texts []string

// UnmarshalJSON reads a text, a number, or a list of them.
func (t *Texts) UnmarshalJSON(data []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(data, &list); err != nil {
		list = []json.RawMessage{data}
	}
	*t = nil
	for _, raw := range list {
		text := string(raw)
		switch raw[0] {
		case '"':
			if err := json.Unmarshal(raw, &text); err != nil {
				return err
			}
		case '{', '[', 'n', 't', 'f':
			return fmt.Errorf("%s is neither a text nor a number; put it in quotes if it is a text", clip(text))
		}
		*t = append(*t, text)
	}
	return nil
}

// MarshalJSON writes the name, or the place.
func (c Column) MarshalJSON() ([]byte, error) {
	if c.Name != "" {
		return json.Marshal(c.Name)
	}
	return json.Marshal(c.Index)
}

// UnmarshalJSON reads a name, or a whole number from 0.
func (c *Column) UnmarshalJSON(data []byte) error {
	*c = Column{}
	if data[0] == '"' {
		if err := json.Unmarshal(data, &c.Name); err != nil {
			return err
		}
		if c.Name == "" {
			return errors.New("the name of a column is empty")
		}
		return nil
	}
	n, err := strconv.ParseUint(string(data), 10, 16)
	if err != nil {
		return fmt.Errorf("%s is no column: want a name, or its place from 0", clip(string(data)))
	}
	c.Index = int(n)
	return nil
}

// MarshalJSON writes 0 or 1, and null for the zero value.
func (b FrameBase) MarshalJSON() ([]byte, error) {
	if b == BaseUnset {
		return []byte("null"), nil
	}
	return json.Marshal(b.First())
}

// UnmarshalJSON reads 0 and 1.
func (b *FrameBase) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "0", `"0"`:
		*b = BaseZero
	case "1", `"1"`:
		*b = BaseOne
	case "null":
		*b = BaseUnset
	default:
		return fmt.Errorf("frame_base is %s: want 0 or 1", clip(string(data)))
	}
	return nil
}

// Rates are frame rates of videos. The zero value knows none.
type Rates struct {
	All videotune.Rational            // of all videos that By does not name
	By  map[string]videotune.Rational // by ID or URI
}

// Of returns the rate of a video by its names, its ID and its URIs: that of the first
// that By has, or else All.
func (r Rates) Of(names ...string) (rate videotune.Rational, ok bool) {
	return of(r.All, r.By, names)
}

// IsZero reports whether no rate is known.
func (r Rates) IsZero() bool { return r.All == (videotune.Rational{}) && len(r.By) == 0 }

// UnmarshalJSON reads a rate (a number above 0, or a text such as "30000/1001" or
// "29.97"), or an object of rates by video.
func (r *Rates) UnmarshalJSON(data []byte) error {
	*r = Rates{}
	return scalarOr(data, &r.All, &r.By, ParseRate, "fps")
}

// MarshalJSON writes what UnmarshalJSON reads.
func (r Rates) MarshalJSON() ([]byte, error) {
	if r.By != nil {
		return json.Marshal(r.By)
	}
	return json.Marshal(r.All)
}

// Durations are those of videos. The zero value knows none.
type Durations struct {
	All time.Duration            // of all videos that By does not name
	By  map[string]time.Duration // by ID or URI
}

// Of returns the duration of a video by its names, as [Rates.Of] does the rate.
func (d Durations) Of(names ...string) (duration time.Duration, ok bool) {
	return of(d.All, d.By, names)
}

// IsZero reports whether no duration is known.
func (d Durations) IsZero() bool { return d.All == 0 && len(d.By) == 0 }

// UnmarshalJSON reads seconds (a number above 0, or a text such as "12.5"), or an
// object of them by video.
func (d *Durations) UnmarshalJSON(data []byte) error {
	*d = Durations{}
	return scalarOr(data, &d.All, &d.By, func(s string) (time.Duration, error) {
		t, err := Seconds(strings.TrimSuffix(s, "s"))
		if err == nil && t.Duration <= 0 {
			err = fmt.Errorf("%q is not above 0", clip(s))
		}
		return t.Duration, err
	}, "duration")
}

// MarshalJSON writes what UnmarshalJSON reads.
func (d Durations) MarshalJSON() ([]byte, error) { return secondsJSON(d.All, d.By) }

// Offsets are those of videos. The zero value knows none.
type Offsets struct {
	All time.Duration            // of all videos that By does not name
	By  map[string]time.Duration // by ID or URI
}

// Of returns the offset of a video by its names, as [Rates.Of] does the rate.
func (o Offsets) Of(names ...string) (offset time.Duration, ok bool) {
	return of(o.All, o.By, names)
}

// IsZero reports whether no offset is known.
func (o Offsets) IsZero() bool { return o.All == 0 && len(o.By) == 0 }

// UnmarshalJSON reads seconds (a number, also below 0, or a text such as "12.5"), or an
// object of them by video.
func (o *Offsets) UnmarshalJSON(data []byte) error {
	*o = Offsets{}
	return scalarOr(data, &o.All, &o.By, func(s string) (time.Duration, error) {
		t, err := Seconds(strings.TrimSuffix(s, "s"))
		return t.Duration, err
	}, "offset")
}

// MarshalJSON writes what UnmarshalJSON reads.
func (o Offsets) MarshalJSON() ([]byte, error) { return secondsJSON(o.All, o.By) }

// secondsJSON writes times as seconds: one of all videos, or those by video.
func secondsJSON(all time.Duration, by map[string]time.Duration) ([]byte, error) {
	text := func(d time.Duration) string {
		return strings.TrimSuffix(videotune.At(d).String(), "s")
	}
	if by == nil {
		return json.Marshal(text(all))
	}
	m := make(map[string]string, len(by))
	for id, v := range by {
		m[id] = text(v)
	}
	return json.Marshal(m)
}

func of[T comparable](all T, by map[string]T, names []string) (T, bool) {
	var zero T
	for _, name := range names {
		if v, ok := by[name]; ok && name != "" {
			return v, true
		}
	}
	return all, all != zero
}

// scalarOr reads one value, or an object of them.
func scalarOr[T any](data []byte, all *T, by *map[string]T, parse func(string) (T, error), name string) error {
	one := func(data json.RawMessage) (T, error) {
		text := string(data)
		if strings.HasPrefix(text, `"`) {
			if err := json.Unmarshal(data, &text); err != nil {
				var zero T
				return zero, err
			}
		}
		return parse(text)
	}
	var err error
	if data[0] != '{' {
		if *all, err = one(data); err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		return err
	}
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	m := make(map[string]T, len(raw))
	for _, id := range slices.Sorted(maps.Keys(raw)) {
		if m[id], err = one(raw[id]); err != nil {
			return fmt.Errorf("%s of %q: %w", name, clip(id), err)
		}
	}
	*by = m
	return nil
}

// ParseRate reads frames a second: "25", "29.97" as the fraction 2997/100, or
// "30000/1001". It must be above 0 and at most 1000.
func ParseRate(s string) (videotune.Rational, error) {
	var r *big.Rat
	num, den, ok := strings.Cut(strings.TrimSpace(s), "/")
	a, okA := decimal(num)
	if ok {
		b, okB := decimal(den)
		if okA = okA && okB && b.Sign() > 0; okA {
			a.Quo(a, b)
		}
	}
	if r = a; !okA || r.Sign() <= 0 || r.Cmp(big.NewRat(1000, 1)) > 0 || !r.Num().IsInt64() || !r.Denom().IsInt64() {
		return videotune.Rational{}, fmt.Errorf(`%q is no frame rate: want a number above 0, such as 25 or "30000/1001"`, clip(s))
	}
	return videotune.Rational{Num: r.Num().Int64(), Den: r.Denom().Int64()}, nil
}

// FloatRate reads frames a second that came as a float, by its shortest decimal text.
func FloatRate(f float64) (videotune.Rational, error) {
	return ParseRate(strconv.FormatFloat(f, 'g', -1, 64))
}
