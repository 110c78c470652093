package vertex

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/regular"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum returns the CRC32C of what was written to h, as Cloud Storage says it.
func checksum(h hash.Hash32) string {
	return base64.StdEncoding.EncodeToString(binary.BigEndian.AppendUint32(nil, h.Sum32()))
}

// files looks at both files and at the objects that hold them.
func (p *preflight) files(ctx context.Context) error {
	r := p.report
	r.Train = FileFacts{URI: p.spec.Train, Path: p.opts.Train}
	sides := []*FileFacts{&r.Train}
	if p.spec.Validation != "" {
		r.Validation = FileFacts{URI: p.spec.Validation, Path: p.opts.Validation}
		sides = append(sides, &r.Validation)
	}
	for _, side := range sides {
		if side.Path == "" && side.URI != "" {
			p.found().add(RuleFileNoCopy, side.URI, "there is no copy of it to check").Hint = "name the file that was uploaded"
		}
	}
	if r.Train.Path != "" { // a validation file alone is no dataset
		if err := p.check(ctx); err != nil {
			return err
		}
		p.verdict()
		if err := p.name(ctx); err != nil {
			return err
		}
	}
	for _, side := range sides {
		if err := p.uploaded(ctx, side); err != nil {
			return err
		}
	}
	return nil
}

// A checkedFile is a copy that is being checked.
type checkedFile struct {
	facts *FileFacts
	f     *os.File
	begin func() // called before the first bytes are read
	sum   hash.Hash32
	ctx   context.Context
}

// Read reads the file, counts and sums it up.
func (c *checkedFile) Read(b []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	if c.begin != nil {
		c.begin()
		c.begin = nil
	}
	n, err := c.f.Read(b)
	c.sum.Write(b[:n])
	c.facts.Bytes += int64(n)
	return n, err
}

// check judges the copies and takes their sums.
func (p *preflight) check(ctx context.Context) error {
	r := p.report
	var data videotune.Dataset
	var opened []*checkedFile
	drops := &dropCollector{&r.Train}
	for _, facts := range []*FileFacts{&r.Train, &r.Validation} {
		if facts.Path == "" {
			continue
		}
		f, err := regular.Open(facts.Path)
		if err != nil {
			return fmt.Errorf("vertex: the copy of %s: %w", facts.URI, err)
		}
		defer f.Close()
		c := &checkedFile{facts: facts, f: f, begin: func() { drops.facts = facts }, sum: crc32.New(castagnoli), ctx: ctx}
		opened = append(opened, c)
		in := videotune.Input{Name: facts.Path, R: c}
		if facts == &r.Train {
			data.Train = append(data.Train, in)
		} else {
			data.Validation = append(data.Validation, in)
		}
	}
	policy := p.policy()
	var err error
	r.Dataset, err = videotune.Check(data, &videotune.CheckOptions{Policy: policy, OnProblem: drops.see})
	if err != nil {
		return fmt.Errorf("vertex: %w", err)
	}
	for _, c := range opened {
		// What is no JSONL at all is not read to its end by Check.
		if _, err := io.Copy(io.Discard, c); err != nil {
			return fmt.Errorf("vertex: %w", err)
		}
		c.facts.CRC32C = checksum(c.sum)
	}
	for _, file := range r.Dataset.Files {
		if file.Split == videotune.Train {
			r.Train.Examples += file.Examples
		} else {
			r.Validation.Examples += file.Examples
		}
	}
	return nil
}

// A dropCollector keeps the lines that the service would leave out, for the file that is
// being read. Check reads one after the other, and tells of the lines of each before it
// begins with the next. The path tells nothing: both may be the same.
type dropCollector struct{ facts *FileFacts }

func (d *dropCollector) see(problem *videotune.Problem) {
	if problem.Severity != videotune.SeverityDrop || problem.Line == 0 {
		return
	}
	facts := d.facts
	if last := len(facts.Dropped) - 1; last >= 0 && facts.Dropped[last].Line == problem.Line {
		facts.Dropped[last].Rules = append(facts.Dropped[last].Rules, problem.Rule)
		return
	}
	facts.Dropped = append(facts.Dropped, Drop{problem.Line, []videotune.Rule{problem.Rule}})
}

// verdict turns what Check says of the dataset into findings.
func (p *preflight) verdict() {
	r := p.report
	for _, file := range r.Dataset.Files {
		if file.Dropped > 0 && !r.Dataset.WouldFail() {
			p.found().add(RuleFileDrops, file.File, "%d of %d examples would be left out", file.Dropped, file.Examples)
		}
	}
	if r.Dataset.WouldFail() {
		f := p.found().add(RuleFileFails, "", "the service would refuse the dataset: %s%s", strings.Join(r.Dataset.FailReasons, "; "), firstProblem(r.Dataset.Problems))
		f.Hint, f.Err = "videotune check says where", r.Dataset.Problems.Err()
	}
}

// firstProblem tells the first of the worst problems that matter, and nothing if there
// is none.
func firstProblem(problems videotune.Problems) string {
	var first *videotune.Problem
	for i := range problems {
		if p := &problems[i]; p.Severity >= videotune.SeverityDrop && (first == nil || p.Severity > first.Severity) {
			first = p
		}
	}
	switch {
	case first == nil:
		return ""
	case first.Line == 0:
		return fmt.Sprintf("; the first: %s [%s]", first.File, first.Rule)
	}
	return fmt.Sprintf("; the first: %s:%d [%s]", first.File, first.Line, first.Rule)
}

// uploaded compares a copy with the object that the job reads.
func (p *preflight) uploaded(ctx context.Context, facts *FileFacts) error {
	bucket, _, err := splitURI(facts.URI)
	if err != nil || p.opts.Objects == nil {
		return nil
	}
	object, err := p.opts.Objects.Stat(ctx, facts.URI)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		rule, message, hint := p.objectFault(ctx, bucket, err)
		f := p.found().add(rule, facts.URI, "%s", message)
		f.Hint, f.Err = hint, err
		return nil
	}
	facts.Uploaded = object
	if err := p.locate(ctx, bucket, facts); err != nil {
		return err
	}
	switch {
	case facts.CRC32C == "": // there is no copy
		facts.CRC32C, facts.Bytes = object.CRC32C, object.Bytes
	case object.CRC32C == "":
		p.found().add(RuleFileUncertain, facts.URI, "the storage says no checksum of the object")
	case object.CRC32C != facts.CRC32C:
		p.found().add(RuleFileDiffers, facts.URI, "the object (CRC32C %s, %d bytes) is not the copy %s (%s, %d bytes) that was checked",
			object.CRC32C, object.Bytes, facts.Path, facts.CRC32C, facts.Bytes).Hint = "upload the file again"
	}
	return nil
}

// locate asks where the bucket of a file lies. Who must not know that may tune all the
// same.
func (p *preflight) locate(ctx context.Context, bucket string, facts *FileFacts) error {
	locator, ok := p.opts.Objects.(Locator)
	if !ok {
		return nil
	}
	location, err := locator.Location(ctx, bucket)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err == nil {
		facts.Location = location
	}
	return nil
}
