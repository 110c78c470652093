package main

import (
	"database/sql"
	_ "embed"
	"fmt"
	"time"

	_ "modernc.org/sqlite" // a driver in pure Go; any other driver of database/sql does as well
)

//go:embed schema.sql
var schemaSQL string

//go:embed data.sql
var dataSQL string

// openDatabase makes the annotation database in memory. For a database of your
// own this is sql.Open with its driver and address, and nothing else.
func openDatabase() (*sql.DB, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection to :memory: would see a database of its own
	if _, err := db.Exec(schemaSQL + dataSQL); err != nil {
		return nil, fmt.Errorf("make the database: %w", err)
	}
	return db, nil
}

// A label is one of the closed list.
type label struct{ Name, Definition string }

// A video is a row of videos with its events.
type video struct {
	ID                 int64
	Recording, URI     string
	Title              sql.Null[string]
	Length             seconds
	Bytes              sql.Null[int64]
	ClipStart, ClipEnd seconds
	Events             []event
}

// An event is a row of events. Its times count from the start of the video.
type event struct {
	ID         int64
	Label      sql.Null[string]
	Start, End seconds
	Note       sql.Null[string]
}

// load reads the labels, and the videos with their events. ORDER BY makes every
// run write the same bytes, and answers that name the events as they happen.
func load(db *sql.DB) (labels []label, videos []*video, err error) {
	err = query(db, `SELECT name, definition FROM labels ORDER BY id`, func(rows *sql.Rows) error {
		var l label
		err := rows.Scan(&l.Name, &l.Definition)
		labels = append(labels, l)
		return err
	})
	if err != nil {
		return nil, nil, err
	}

	byID := make(map[int64]*video)
	err = query(db, `SELECT id, recording, uri, title, seconds, bytes, clip_start, clip_end
		FROM videos ORDER BY id`, func(rows *sql.Rows) error {
		v := new(video)
		err := rows.Scan(&v.ID, &v.Recording, &v.URI, &v.Title, &v.Length, &v.Bytes, &v.ClipStart, &v.ClipEnd)
		videos, byID[v.ID] = append(videos, v), v
		return err
	})
	if err != nil {
		return nil, nil, err
	}

	err = query(db, `SELECT video_id, id, label, start_seconds, end_seconds, note
		FROM events ORDER BY coalesce(start_seconds, 0), end_seconds, id`, func(rows *sql.Rows) error {
		var id int64
		var e event
		if err := rows.Scan(&id, &e.ID, &e.Label, &e.Start, &e.End, &e.Note); err != nil {
			return err
		}
		v, ok := byID[id]
		if !ok {
			return fmt.Errorf("event %d is of video %d, which does not exist", e.ID, id)
		}
		v.Events = append(v.Events, e)
		return nil
	})
	return labels, videos, err
}

// query calls scan for each row of an answer.
func query(db *sql.DB, text string, scan func(*sql.Rows) error) error {
	rows, err := db.Query(text)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// seconds is a column of seconds that may be NULL.
type seconds struct {
	time.Duration
	Valid bool // false for NULL
}

// Scan takes a number by its shortest decimal text: what the database calls 64.1
// is 64.1 s in the dataset, where time.Duration(64.1*1e9) is 64.099999999 s.
func (s *seconds) Scan(column any) (err error) {
	*s = seconds{Valid: column != nil}
	if s.Valid {
		s.Duration, err = time.ParseDuration(fmt.Sprint(column, "s"))
	}
	return err
}
