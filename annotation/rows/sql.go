package rows

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A Querier sends queries to a database: a [*sql.DB], [*sql.Conn] or [*sql.Tx].
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// A Cursor walks through rows, as [*sql.Rows] does. Scan is called with a pointer to
// an empty interface for each column, and may set it to any of the types that drivers
// have: whole numbers, floats, texts, bytes that are text, bool, [time.Time], nil,
// pointers to these, a [driver.Valuer], a [fmt.Stringer] such as a decimal, and lists
// and maps of them. Others are refused: CAST them in the query.
//
// [driver.Valuer]: https://pkg.go.dev/database/sql/driver#Valuer
type Cursor interface {
	Columns() ([]string, error)
	Next() bool
	Scan(dest ...any) error
	Err() error
	Close() error
}

// queryName is what diagnostics have as their file.
const queryName = "query"

// Query reads the rows of a query: one event a row, the rows of one video adjacent,
// which ORDER BY does, or one video a row with a column of events. Values go into args,
// not into the text of the query. The options are those of [annotation.FormatSQL];
// driver, dsn, query and args among them are not looked at. Drivers give an array of
// PostgreSQL as a text in braces: to_json makes a list of it.
//
// The query is sent when the sequence is ranged over, and each time it is; its rows are
// closed behind it. When ctx is done, the reading ends with its error.
func Query(ctx context.Context, db Querier, query string, args []any, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Run(annotation.FormatSQL, queryName, o, func(r *reading.Reading, emit func(*annotation.Video) error) error {
		rows, err := db.QueryContext(ctx, query, args...)
		if err != nil {
			return fmt.Errorf("the query failed: %w", err)
		}
		return walk(ctx, rows, r, emit)
	})
}

// FromRows reads what c walks through, as Query does its rows, and closes it. It can be
// ranged over once.
func FromRows(c Cursor, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Run(annotation.FormatSQL, queryName, o, func(r *reading.Reading, emit func(*annotation.Video) error) error {
		return walk(context.Background(), c, r, emit)
	})
}

// walk reads all rows, and closes them whatever happens.
func walk(ctx context.Context, c Cursor, r *reading.Reading, emit func(*annotation.Video) error) (err error) {
	defer func() {
		if closing := c.Close(); err == nil && closing != nil {
			err = fmt.Errorf("the end of the rows: %w", closing)
		}
	}()
	names, err := c.Columns()
	if err != nil {
		return err
	}
	m := newMapper(r, emit)
	if err := m.header(names, 0); err != nil {
		return err
	}
	for record := 1; c.Next(); record++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		at := reading.At{Record: record}
		values, size, err := scan(m, c, at)
		if err != nil {
			return err
		}
		if err := m.row(at, values, size); err != nil {
			return err
		}
	}
	if err := errors.Join(ctx.Err(), c.Err()); err != nil {
		return err
	}
	return m.end()
}

// scan reads the values of one row; size is about how large they are.
func scan(m *mapper, c Cursor, at reading.At) (values []value, size int, err error) {
	values = make([]value, len(m.layout.names))
	columns := make([]any, 2*len(values))
	dest := columns[len(values):]
	for i := range values {
		dest[i] = &columns[i]
	}
	if err := c.Scan(dest...); err != nil {
		return nil, 0, err
	}
	for i := range values {
		if values[i], err = driverValue(columns[i]); err != nil {
			return nil, 0, m.Refuse(annotation.CodeValue, at, "CAST it in the query to a number or a text", "the column %s: %w", reading.Quote(m.layout.name(i)), err)
		}
		size += values[i].size()
	}
	return values, size, nil
}
