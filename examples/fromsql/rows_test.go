package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/rows"
	"github.com/seed-57910ec4/videotune/internal/pgtest"
)

// The same rows in all forms: every kind of event, text that needs quotes, numbers that
// no float holds exactly, and NULL wherever it may be.
const (
	sameSQL = `CREATE TEMP TABLE sample (id INTEGER, video TEXT, fps NUMERIC(8,3), seconds DOUBLE PRECISION, side TEXT, label TEXT, words TEXT,
		t0 DOUBLE PRECISION, t1 DOUBLE PRECISION, n0 BIGINT, n1 BIGINT, sure REAL, extra JSON, list JSON, place TEXT);
	INSERT INTO sample VALUES
	(1, 'v1', 25, 64.1, 'train', 'fox', 'says "yip", twice', 0.3, 1.1, 0, 0, 0.5, '{"wind":1.50,"rain":false,"near":[1,"a"]}', NULL, 'north'),
	(2, 'v1', 25, 64.1, NULL, ' ёж ', NULL, 12, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	(3, 'v1', NULL, NULL, NULL, NULL, 'two' || chr(10) || 'lines', NULL, NULL, 100, 149, NULL, NULL, NULL, NULL),
	(4, 'v2', NULL, NULL, 'VAL', 'rain', NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, 'south'),
	(5, 'v3', NULL, 10.000001, 'test', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'west'),
	(6, '-v4', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
		'[{"label":["a","b"],"start_ms":"1500","end_ms":2e3},{"label":"c","start_s":0.1,"length_s":0.2,"by":"x"},"whole"]', NULL)`

	sameQuery = `SELECT video, fps, seconds, side, label, words, t0, t1, n0, n1, sure, extra, list, place FROM sample ORDER BY id`

	sameCSV = `video,fps,seconds,side,label,words,t0,t1,n0,n1,sure,extra,list,place
v1,25.000,64.1,train,fox,"says ""yip"", twice",0.3,1.1,0,0,0.5,"{""wind"":1.50,""rain"":false,""near"":[1,""a""]}",,north
v1,25,64.1,, ёж ,,12,,,,,,,
v1,,,,,"two
lines",,,100,149,,,,
v2,,,VAL,rain,,,,,,1,,,south
v3,,10.000001,test,,,,,,,,,,west
-v4,,,,,,,,,,,,"[{""label"":[""a"",""b""],""start_ms"":""1500"",""end_ms"":2e3},{""label"":""c"",""start_s"":0.1,""length_s"":0.2,""by"":""x""},""whole""]",
`
	sameJSONL = `{"video":"v1","fps":25,"seconds":64.1,"side":"train","label":"fox","words":"says \"yip\", twice","t0":0.3,"t1":1.1,"n0":0,"n1":0,"sure":0.5,"extra":{"wind":1.50,"rain":false,"near":[1,"a"]},"list":null,"place":"north"}
{"video":"v1","fps":25.0,"seconds":"64.1","label":" ёж ","t0":12.0,"t1":null}
{"video":"v1","words":"two\nlines","n0":100,"n1":149}
{"video":"v2","side":"VAL","label":"rain","sure":1.0,"place":"south"}
{"video":"v3","seconds":10.000001,"side":"test","place":"west"}
{"video":"-v4","list":[{"label":["a","b"],"start_ms":"1500","end_ms":2e3},{"label":"c","start_s":0.1,"length_s":0.2,"by":"x"},"whole"]}
`
)

func sameOptions() *annotation.Options {
	o := &annotation.Options{
		Columns:  map[string]annotation.Column{},
		TimeUnit: annotation.UnitSeconds, Base: annotation.BaseZero, FrameEnd: annotation.FrameInclusive,
	}
	for role, name := range map[string]string{
		"duration": "seconds", "split": "side", "text": "words", "start": "t0", "end": "t1",
		"start_frame": "n0", "end_frame": "n1", "confidence": "sure", "attributes": "extra", "events": "list",
	} {
		o.Columns[role] = annotation.Column{Name: name}
	}
	return o
}

// lines are the JSON lines of videos.
func lines(t *testing.T, videos iter.Seq2[*annotation.Video, error]) string {
	t.Helper()
	var b bytes.Buffer
	for v, err := range videos {
		if err != nil {
			t.Fatal(err)
		}
		line, err := v.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(line, '\n'))
	}
	return b.String()
}

// connect opens a database with one connection, and makes its tables.
func connect(t *testing.T, driver, dsn, tables string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	if driver == "sqlite" {
		tables = strings.ReplaceAll(tables, "chr(10)", "char(10)")
	}
	if _, err := db.Exec(tables); err != nil {
		t.Fatal(err)
	}
	return db
}

// TestSameRows tests that the same rows are the same videos, byte by byte, wherever
// they come from.
func TestSameRows(t *testing.T) {
	file := func(name, text string) string {
		o := sameOptions()
		if strings.HasSuffix(name, ".tsv") {
			text = strings.ReplaceAll(strings.ReplaceAll(strings.ReplaceAll(text, `, twice`, "\x00"), ",", "\t"), "\x00", ", twice")
			text = strings.ReplaceAll(text, "\t\"\"", ",\"\"") // of the JSON in cells
			text = strings.NewReplacer("false\t", "false,", "[1\t", "[1,", "}\t{", "},{").Replace(text)
		}
		return lines(t, rows.Read(videotune.Input{Name: name, R: strings.NewReader(text)}, o))
	}
	want := file("same.csv", sameCSV)
	if n := strings.Count(want, "\n"); n != 4 || strings.Count(want, "start_us") != 7 {
		t.Fatalf("%d videos:\n%s", n, want)
	}
	compare := func(name, got string) {
		t.Helper()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-CSV +%s):\n%s", name, name, diff)
		}
	}
	compare("TSV", file("same.tsv", sameCSV))
	compare("JSONL", file("same.jsonl", sameJSONL))
	compare("SQLite", lines(t, rows.Query(t.Context(), connect(t, "sqlite", ":memory:", sameSQL), sameQuery, nil, sameOptions())))
	t.Run("Postgres", func(t *testing.T) {
		db := connect(t, "pgx", pgtest.Start(t), sameSQL)
		compare("PostgreSQL", lines(t, rows.Query(t.Context(), db, sameQuery, nil, sameOptions())))
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		compare("Tx", lines(t, rows.Query(t.Context(), tx, sameQuery, nil, sameOptions())))
		testPostgresValues(t, tx)
	})
}

// testPostgresValues reads values as the server has them.
func testPostgresValues(t *testing.T, db rows.Querier) {
	for _, tt := range []struct{ columns, want string }{ // want: a part of the line, or of the error
		{`1.25::numeric AS start_s, 'Infinity'::float8 AS end_s`, `"start_us":1250000,"end_us":"inf"`},
		{`0.3::real AS start_s, 0.6::float8 AS length_s`, `"start_us":300000,"end_us":900000`},
		{`interval '62.5 s' AS start`, `"start_us":62500000`},
		{`time '00:01:02.5' AS start`, `"start_us":62500000`},
		{`1500::smallint AS start_ms`, `"start_us":1500000`},
		{`'NaN'::float8 AS start_s`, `start_s is NaN`},
		{`timestamp '2026-03-04 05:06:07' AS start_s`, `EXTRACT(EPOCH`},
		{`date '2026-03-04' AS day`, `"day":"2026-03-04T00:00:00Z"`},
		{`7 AS n, 1.50 AS x, true AS b, NULL AS nothing`, `"attributes":{"b":true,"n":7,"x":"1.50"}`},
		{`'{"a":[1,2.50]}'::jsonb AS attributes`, `"attributes":{"a":[1,2.50]}`},
		{`'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid AS u`, `"u":"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"`},
		{`(SELECT json_agg(json_build_object('label', l, 'start_s', s)) FROM (VALUES ('y', 1.5), ('z', NULL)) AS e (l, s)) AS events`, `"labels":["y"]`},
		{`(SELECT json_agg(1) WHERE false) AS events`, `"labels":["x"]`},
	} {
		got := ""
		o := &annotation.Options{}
		if strings.Contains(tt.columns, "AS start") && !strings.Contains(tt.columns, "start_") {
			o.TimeUnit = annotation.UnitClock
		}
		for v, err := range rows.Query(t.Context(), db, `SELECT 'v' AS video, 'x' AS label, `+tt.columns, nil, o) {
			if err != nil {
				got += err.Error()
			} else {
				line, err := v.MarshalJSON()
				got += string(line)
				if err != nil {
					t.Error(err)
				}
			}
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %s, want %s", tt.columns, got, tt.want)
		}
	}
}

// TestQueryEnds tests that a reading ends with its context, with a failure in the middle
// of the rows, and when the caller leaves off, and that the connection is free after it.
func TestQueryEnds(t *testing.T) {
	db := connect(t, "sqlite", ":memory:", `CREATE TEMP TABLE sample (video TEXT, label TEXT)`)
	const many = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT 'v' || i AS video, 'x' AS label FROM n`
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var last error
	n := 0
	for _, err := range rows.Query(ctx, db, many, nil, nil) {
		last = err
		if n++; n == 3 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || n > 1000 {
		t.Errorf("cancelled: %d videos, %v", n, last)
	}
	for range rows.Query(t.Context(), db, many, nil, nil) {
		break
	}
	last = nil
	for _, err := range rows.Query(t.Context(), db, `SELECT 'v' AS video, abs(-9223372036854775808) AS label`, nil, nil) {
		last = err
	}
	var e *annotation.Error
	if !errors.As(last, &e) || e.Code != annotation.CodeRead {
		t.Errorf("a row that fails: %v", last)
	}
	if err := db.PingContext(t.Context()); err != nil {
		t.Error(err)
	}
	if in := db.Stats().InUse; in != 0 {
		t.Errorf("%d connections are in use", in)
	}
}

// TestSQLiteValues reads a column whose values are of several types, as SQLite has them.
func TestSQLiteValues(t *testing.T) {
	db := connect(t, "sqlite", ":memory:", `CREATE TEMP TABLE sample (video TEXT, label TEXT, start INTEGER, at TIMESTAMP);
		INSERT INTO sample VALUES ('v', 'a', 3, '2026-03-04 05:06:07'), ('v', 'b', '00:00:03.5', NULL), ('v', 'c', 4.25, NULL), ('v', x'64', NULL, NULL)`)
	got := lines(t, rows.Query(t.Context(), db, `SELECT * FROM sample`, nil, &annotation.Options{TimeUnit: annotation.UnitClock}))
	for _, want := range []string{`"start_us":3000000`, `"start_us":3500000`, `"start_us":4250000`, `"labels":["d"]`, `"at":"2026-03-04T05:06:07Z"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}
