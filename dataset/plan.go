package dataset

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// plan plans the files of a video. A plan whose files were made is used again.
func (b *builder) plan(v *annotation.Video, media videotune.Media, use []videotune.Span) (*chunk.Plan, error) {
	if p := b.cuts[keyOf(v.URI, use)]; p != nil {
		return p, nil
	}
	src := chunk.Source{URI: v.URI, Media: media, Recording: v.RecordingKey(), Use: use}
	src.Events, _ = timed(v.Events, v.Duration)
	return chunk.New(src, &b.files)
}

// ready reports whether the files of a plan are there, after it had those made that are
// not. It tells why if a video cannot be used.
func (b *builder) ready(ctx context.Context, v *annotation.Video, plan *chunk.Plan) (bool, error) {
	if plan.Action == chunk.ActionDrop {
		b.leaveVideo(v, Reason(plan.Reason), plan.Why())
		return false, nil
	}
	if !b.undivided(v, plan) {
		return false, nil
	}
	if unmade(plan) && b.Cut != nil {
		if err := b.Cut(ctx, plan); err != nil {
			return false, fmt.Errorf("dataset: %s: %w", v.URI, err)
		}
		b.cuts[keyOf(v.URI, plan.Source.Use)] = plan
	}
	if unmade(plan) {
		b.leaveVideo(v, ReasonNeedsCut, plan.Why())
		return false, nil
	}
	for _, f := range plan.Files() {
		if !b.owners.made(v, f.URI) {
			b.leaveVideo(v, ReasonConflict, fmt.Sprintf("%.200s, which was made of it, is of another recording already", f.URI))
			return false, nil
		}
	}
	return b.undivided(v, plan), nil
}

// undivided reports whether a plan does not divide a conversation.
func (b *builder) undivided(v *annotation.Video, plan *chunk.Plan) bool {
	if len(v.Turns) > 0 && len(plan.Pieces) > 1 {
		b.leaveVideo(v, ReasonDivided, "a conversation is about all of the video: "+plan.Why())
		return false
	}
	return true
}

// A cutKey is what files were made of.
type cutKey struct {
	uri string
	use string // the stretches that are wanted of it
}

func keyOf(uri string, use []videotune.Span) cutKey {
	key := cutKey{uri: uri}
	if use != nil {
		key.use = fmt.Sprint(use)
	}
	return key
}

// unmade reports whether a plan needs files that are not made.
func unmade(plan *chunk.Plan) bool {
	return slices.ContainsFunc(plan.Files(), func(f chunk.File) bool { return !f.Made })
}
