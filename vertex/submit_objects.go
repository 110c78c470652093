package vertex

import (
	"context"
	"fmt"
)

// unchanged looks at the objects of the files once more, right before a job is created:
// its label says what they hold, and must not say it of other bytes than those that
// Preflight saw. Nothing of that can be accepted: another Report has to be made. What
// Preflight did not see is not looked at, and the label says nothing of it.
func (r *Report) unchanged(ctx context.Context) error {
	if r.objects == nil {
		return nil
	}
	var fs findings
	for _, facts := range []*FileFacts{&r.Train, &r.Validation} {
		was := facts.Uploaded
		if was == (Object{}) {
			continue
		}
		now, err := r.objects.Stat(ctx, facts.URI)
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("vertex: the job was not created: %w", context.Cause(ctx))
		case err != nil:
			rule, message, hint := objectRule(err)
			f := fs.add(rule, facts.URI, "it was there when Preflight looked at it: %s", message)
			f.Hint, f.Err = hint, err
		case !was.holds(now):
			fs.add(RuleFileDiffers, facts.URI, "the object (CRC32C %s, %d bytes) is not the one that Preflight looked at (%s, %d bytes): it was changed since",
				now.CRC32C, now.Bytes, was.CRC32C, was.Bytes).Hint = "run Preflight again"
		}
	}
	if len(fs) > 0 {
		return &RefusedError{fs}
	}
	return nil
}

// holds reports whether two looks at an object saw the same bytes. Without checksums an
// object that was changed in any way is another one.
func (o Object) holds(now Object) bool {
	return o.CRC32C == now.CRC32C && (o.CRC32C != "" || o.Bytes == now.Bytes && o.Updated.Equal(now.Updated))
}
