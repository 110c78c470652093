package vertex

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/regular"
	"google.golang.org/genai"
)

// miscounted returns that the service counted other examples than a file has of which no
// checksum is known, nil where it did not or said no number. Whether its number holds
// those that it left out is not documented: both are taken.
func (r *Review) miscounted() error {
	counted := r.Tokens.Examples
	if r.Same == Identical || counted == 0 || counted == int64(r.Size) || counted == int64(r.Size)-r.Total {
		return nil
	}
	return &CountError{r.File, r.Size, counted}
}

// place finds the lines of the first examples of Dropped, as many as have an index. fault
// is about the copy, err of reading it.
func (r *Review) place(ctx context.Context, indexed int, record func(int) string) (fault, err error) {
	if fault := r.miscounted(); fault != nil {
		return fault, nil
	}
	at, err := linesOf(ctx, r.File, r.Dropped[:indexed])
	if err != nil {
		return nil, err
	}
	predicted := make(map[int][]videotune.Rule, len(r.Predicted))
	for _, p := range r.Predicted {
		predicted[p.Line] = p.Rules
	}
	dropped := map[int]bool{}
	var faults []error
	for i := range indexed {
		d := &r.Dropped[i]
		if d.Line = at[d.Index]; d.Line == 0 {
			faults = append(faults, &IndexError{r.File, d.Index, r.Size, r.Same})
			continue
		}
		dropped[d.Line] = true
		d.Predicted = predicted[d.Line]
		if record != nil {
			d.Record = record(d.Line)
		}
	}
	if r.Told && r.State == genai.JobStateSucceeded && !r.Partial && len(faults) == 0 {
		r.Spared = []Drop{}
		for _, p := range r.Predicted {
			if !dropped[p.Line] {
				r.Spared = append(r.Spared, p)
			}
		}
	}
	return errors.Join(faults...), nil
}

// everyLine has a Reader go on in what is no JSONL at all, as Check counts the lines of
// that too.
var everyLine = &videotune.Policy{Severity: map[videotune.Rule]videotune.Severity{
	videotune.RuleFileCompressed: videotune.SeverityOff, videotune.RuleFileEncoding: videotune.SeverityOff,
	videotune.RuleFilePrettyPrinted: videotune.SeverityOff, videotune.RuleFileJSONArray: videotune.SeverityOff,
	videotune.RuleFileCSV: videotune.SeverityOff, videotune.RuleFileHTML: videotune.SeverityOff,
	videotune.RuleFileNotJSONL: videotune.SeverityOff, videotune.RuleFileEmpty: videotune.SeverityOff,
}}

// linesOf returns the physical lines of examples by their indices: of those that the file
// has. An example is what Check counts as one: a Reader that keeps bytes yields it.
func linesOf(ctx context.Context, path string, examples []DroppedExample) (map[int64]int, error) {
	at := make(map[int64]int, len(examples))
	last := int64(0)
	for _, d := range examples {
		at[d.Index] = 0
		last = max(last, d.Index)
	}
	if last == 0 {
		return at, nil
	}
	f, err := regular.Open(path)
	if err != nil {
		return nil, fmt.Errorf("vertex: %w", err)
	}
	defer f.Close()
	index := int64(0)
	for rec, err := range videotune.NewReader(f, &videotune.ReaderOptions{Policy: everyLine, KeepBytes: true}).All() {
		if rec == nil {
			return nil, fmt.Errorf("vertex: reading %s: %w", path, err)
		}
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		index++
		if _, wanted := at[index]; wanted {
			at[index] = rec.Line
		}
		if index == last {
			break
		}
	}
	return at, nil
}
