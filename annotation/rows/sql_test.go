package rows

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
)

// A cursor walks through rows that it holds.
type cursor struct {
	names              []string
	rows               [][]any
	noColumns, noScan  error
	after, closing     error
	at, closed, wanted int
}

func (c *cursor) Columns() ([]string, error) { return c.names, c.noColumns }
func (c *cursor) Next() bool                 { c.at++; return c.at <= len(c.rows) }
func (c *cursor) Err() error                 { return c.after }
func (c *cursor) Close() error               { c.closed++; return c.closing }
func (c *cursor) Scan(dest ...any) error {
	for i, v := range c.rows[c.at-1] {
		*dest[i].(*any) = v
	}
	return c.noScan
}

// decimal is one as drivers have them.
type decimal struct{ text string }

func (d decimal) String() string { return d.text }

type named int32

func pointer[T any](v T) *T { return &v }

// TestDriverValues reads one value of each type that drivers have, as a time and as
// an attribute.
func TestDriverValues(t *testing.T) {
	for _, tt := range []struct {
		in        any
		start     string // microseconds; a part of the error; "" if there is none
		attribute string // in JSON; "" if it is refused
	}{
		{nil, "", "null"},
		{int64(3), "3000000", "3"},
		{int64(math.MinInt64), "more than", "-9223372036854775808"},
		{int32(3), "3000000", "3"},
		{uint8(3), "3000000", "3"},
		{named(3), "3000000", "3"},
		{0.3, "300000", "0.3"},
		{1e-7, "0", "1e-07"},
		{1e21, "more than", "1e+21"},
		{123456789.0, "123456789000000", "123456789"},
		{float32(0.3), "300000", "0.3"},
		{math.NaN(), "no time", `"NaN"`},
		{math.Inf(-1), "no time", `"-Inf"`},
		{math.Inf(1), "no event starts there", `"+Inf"`},
		{"1.25", "1250000", `"1.25"`},
		{[]byte("1.25"), "1250000", `"1.25"`},
		{[]byte(nil), "", "null"},
		{"", "not a time", `""`},
		{"a\xff", "no text in UTF-8", ""},
		{true, "no time", "true"},
		{time.Date(2026, 3, 4, 5, 6, 7, 8e6, time.UTC), "EXTRACT(EPOCH", `"2026-03-04T05:06:07.008Z"`},
		{3 * time.Second, "time.Duration cannot be read", ""},
		{decimal{"1.50"}, "1500000", "1.50"},
		{&decimal{"abc"}, "not a time", `"abc"`},
		{(*decimal)(nil), "", "null"},
		{big.NewInt(7), "7000000", "7"},
		{json.Number("7.0"), "7000000", "7.0"},
		{pointer(2.5), "2500000", "2.5"},
		{(*float64)(nil), "", "null"},
		{pointer(pointer(2)), "cannot be read", ""},
		{sql.Null[float64]{V: 2.5, Valid: true}, "2500000", "2.5"},
		{sql.NullString{}, "", "null"},
		{(*sql.NullString)(nil), "", "null"},
		{[]any{int64(1), "a", nil, []byte("b"), map[string]any{"c": 0.5}}, "no time", `[1,"a",null,"b",{"c":0.5}]`},
		{map[string]any{"a": []string{"b"}}, "no time", `{"a":["b"]}`},
		{map[int]any{1: 2}, "cannot be read", ""},
		{map[string]any{"\xff": 2}, "cannot be read", ""},
		{struct{}{}, "cannot be read", ""},
		{func() {}, "cannot be read", ""},
	} {
		read := func(column string) (*annotation.Video, error) {
			c := &cursor{names: []string{"video", "label", column}, rows: [][]any{{"v", "a", tt.in}}}
			o := &annotation.Options{TimeUnit: annotation.UnitSeconds}
			if column == "note" {
				o = nil
			}
			for v, err := range FromRows(c, o) {
				return v, err
			}
			return nil, nil
		}
		if v, err := read("note"); tt.attribute == "" {
			if err == nil {
				t.Errorf("%T %v: no error as an attribute", tt.in, tt.in)
			}
		} else if err != nil {
			t.Errorf("%T %v: %v", tt.in, tt.in, err)
		} else if got, err := json.Marshal(v.Events[0].Attributes["note"]); string(got) != tt.attribute || err != nil {
			t.Errorf("%T %v: the attribute is %s, %v, want %s", tt.in, tt.in, got, err, tt.attribute)
		}
		v, err := read("start")
		switch {
		case err != nil:
			if tt.start == "" || !strings.Contains(err.Error(), tt.start) {
				t.Errorf("%T %v: got %v, want %q", tt.in, tt.in, err, tt.start)
			}
		case v.Events[0].Kind == annotation.KindWhole:
			if tt.start != "" {
				t.Errorf("%T %v: no start, want %s", tt.in, tt.in, tt.start)
			}
		case json.Number(tt.start) != json.Number(big.NewInt(v.Events[0].Start.Microseconds()).String()):
			t.Errorf("%T %v: start %v, want %s", tt.in, tt.in, v.Events[0].Start, tt.start)
		}
	}
}

// TestDeepValues tests that lists within lists end somewhere.
func TestDeepValues(t *testing.T) {
	list := []any{nil}
	list[0] = list
	type ring []*ring
	r := ring{nil}
	r[0] = &r
	for _, v := range []any{list, r} {
		if _, err := driverValue(v); !errors.Is(err, jsonread.ErrDepth) {
			t.Errorf("got %v, want %v", err, jsonread.ErrDepth)
		}
	}
}

// TestCursorErrors tests that every error of a cursor ends the reading, and that it is
// closed once.
func TestCursorErrors(t *testing.T) {
	broken := errors.New("the connection is gone")
	row := [][]any{{"v", "a"}, {"w", "a"}}
	for name, c := range map[string]*cursor{
		"Columns": {noColumns: broken},
		"Scan":    {rows: row, noScan: broken},
		"Err":     {rows: row, after: broken, wanted: 1},
		"Close":   {rows: row, closing: broken, wanted: 2},
	} {
		c.names = []string{"video", "label"}
		var last error
		videos := 0
		for _, err := range FromRows(c, nil) {
			if last = err; err == nil {
				videos++
			}
		}
		var e *annotation.Error
		if !errors.Is(last, broken) || !errors.As(last, &e) || e.Code != annotation.CodeRead || c.closed != 1 || videos != c.wanted {
			t.Errorf("%s: got %v, closed %d times, after %d videos", name, last, c.closed, videos)
		}
	}
	for name, c := range map[string]*cursor{"columns": {names: []string{"a"}}, "rows": {names: []string{"video", "label"}, rows: append(row, row[0], row[1])}} {
		for range FromRows(c, nil) {
		}
		if c.closed != 1 {
			t.Errorf("%s: closed %d times after a refusal", name, c.closed)
		}
	}
	c := &cursor{names: []string{"video", "label"}, rows: append(row, []any{"x", "a"})}
	for range FromRows(c, nil) {
		break
	}
	if c.closed != 1 {
		t.Errorf("closed %d times after the caller left off", c.closed)
	}
}

// deaf is a database that cannot be asked.
type deaf struct{ err error }

func (d deaf) QueryContext(context.Context, string, ...any) (*sql.Rows, error) { return nil, d.err }

func TestQueryFails(t *testing.T) {
	broken := errors.New("no such table")
	for _, err := range Query(t.Context(), deaf{broken}, "SELECT 1", nil, nil) {
		if !errors.Is(err, broken) || !strings.Contains(err.Error(), "query: the query failed: no such table") {
			t.Errorf("got %v", err)
		}
	}
	for _, err := range Query(t.Context(), deaf{broken}, "SELECT 1", nil, &annotation.Options{Delimiter: ","}) {
		var e *annotation.Error
		if !errors.As(err, &e) || e.Code != annotation.CodeOptionUnfit {
			t.Errorf("got %v", err)
		}
	}
}

// TestSQLHints tests what is told of a query otherwise than of a file.
func TestSQLHints(t *testing.T) {
	for _, tt := range []struct {
		names []string
		rows  [][]any
		says  string
	}{
		{[]string{"video", "label"}, [][]any{{"a", "x"}, {"b", "x"}, {"a", "x"}}, "add ORDER BY"},
		{[]string{"video,label"}, nil, `columns: {"video": "…"}`},
		{[]string{"video", "label"}, [][]any{{nil, "x"}}, "query: record 1: video is NULL"},
		{[]string{"video", "label"}, [][]any{{"v", ""}}, "blank"},
		{[]string{"video", "label"}, [][]any{{struct{}{}, ""}}, "CAST"},
	} {
		var last error
		for _, err := range FromRows(&cursor{names: tt.names, rows: tt.rows}, nil) {
			last = err
		}
		if last == nil || !strings.Contains(last.Error(), tt.says) {
			t.Errorf("%v: got %v, want %q", tt.rows, last, tt.says)
		}
	}
}

// TestListsOfDrivers tests events and labels that a driver has parsed already.
func TestListsOfDrivers(t *testing.T) {
	c := &cursor{names: []string{"video", "events", "title"}, rows: [][]any{{"v", []any{
		map[string]any{"label": []any{"a", "b"}, "start_s": 0.3, "end_s": decimal{"1.20"}, "by": true},
	}, "T"}}}
	for v, err := range FromRows(c, nil) {
		if err != nil {
			t.Fatal(err)
		}
		want := []annotation.Event{{
			Kind: annotation.KindSegment, Start: 300 * time.Millisecond, End: 1200 * time.Millisecond,
			Labels: []string{"a", "b"}, Attributes: map[string]any{"by": true}, Record: 1,
		}}
		if diff := cmp.Diff(want, v.Events); diff != "" || v.Metadata["title"] != "T" {
			t.Errorf("metadata %v, events (- want, + got):\n%s", v.Metadata, diff)
		}
	}
}
