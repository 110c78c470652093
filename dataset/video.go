package dataset

import (
	"cmp"
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// wanted reports whether a video can be in the files, and tells why if it cannot. It
// gives the video the recording that it belongs to.
func (b *builder) wanted(v *annotation.Video) bool {
	recordings, sure := b.owners.claim(v)
	test := v.Split == annotation.SplitTest && b.TestAs == annotation.SplitNone
	if test {
		b.owners.mark(ownerTest, recordings...)
	}
	switch {
	case !annotation.Fetchable(v.URI):
		b.leaveVideo(v, ReasonNoURI, fmt.Sprintf("the service cannot fetch %.200q: it takes gs, http and https", v.URI))
	case v.Unlabelled:
		b.leaveVideo(v, ReasonUnlabelled, "nobody has annotated it, so that nothing is known of it")
	case test:
		b.leaveTest(v, recordings)
	case !sure:
		b.leaveVideo(v, ReasonConflict, "its recording, its file and its ID are names of several recordings already, so that it could be on both sides")
	case b.owners.is(ownerTest, recordings...):
		b.leaveVideo(v, ReasonTest, fmt.Sprintf("the source puts another video of its recording, %.200q, into its test set", b.owners.name(recordings[0])))
	case len(v.Turns) == 0 && !b.owners.first(v.URI):
		b.leaveVideo(v, ReasonTwice, "an answer tells all that is known of a video, and an earlier entry of the source is about the same file: make one entry of both")
	default:
		v.Recording = b.owners.name(recordings[0])
		b.owners.mark(ownerUsed, recordings...)
		return true
	}
	return false
}

// leaveTest leaves out a video of a test set.
func (b *builder) leaveTest(v *annotation.Video, recordings []uint32) {
	message := "the source puts it into its test set"
	if b.owners.is(ownerUsed, recordings...) {
		message += "; other videos of its recording came before it, and are in the files all the same: have the source tell of its test set first, or give the whole recording one split"
	}
	b.leaveVideo(v, ReasonTest, message)
}

// known returns the plan of a video that was made before; nil if there is none.
func (b *builder) known(uri string) *chunk.Plan {
	if b.Planned == nil {
		return nil
	}
	return b.Planned(uri)
}

// facts returns what the file of a URI is, by the policy or, where that knows nothing,
// by its plan.
func (b *builder) facts(uri string, plan *chunk.Plan) videotune.Media {
	if b.Policy.Media != nil {
		if m, ok := b.Policy.Media(uri); ok {
			return m
		}
	}
	if plan != nil {
		return plan.Source.Media
	}
	return videotune.Media{}
}

// maxOff is by how much a source may be wrong about the length of a video before it is
// told: by more than the rounding to whole seconds.
const maxOff = time.Second

// stale reports whether a plan was made for another version of a file than the facts
// are of.
func (b *builder) stale(uri string, plan *chunk.Plan) bool {
	if plan == nil || b.Policy.Media == nil {
		return false
	}
	now, ok := b.Policy.Media(uri)
	was := plan.Source.Media
	return ok && (now.Bytes > 0 && was.Bytes > 0 && now.Bytes != was.Bytes ||
		now.ETag != "" && was.ETag != "" && now.ETag != was.ETag)
}

// measure gives a video the length that the facts tell; that of the source stays where
// they tell none.
func (b *builder) measure(v *annotation.Video, plan *chunk.Plan) {
	if length, ok := b.facts(v.URI, plan).Length(); ok {
		if off := v.Duration - length; v.Duration > 0 && max(off, -off) > maxOff && b.OnDiagnostic != nil && b.writing() {
			b.OnDiagnostic(annotation.Diagnostic{
				Code: annotation.CodeDisagree, Severity: annotation.Warning, File: v.File, Video: v.ID,
				Message: fmt.Sprintf("the source says that it lasts %v and its file %v, which counts", v.Duration, length),
			})
		}
		v.Duration = length
	} else if plan != nil && len(plan.Pieces) > 0 && v.Duration <= 0 {
		v.Duration = plan.Pieces[len(plan.Pieces)-1].Span.End
	}
}

// media returns the facts to plan by. What the source says fills their gaps, and a file
// of unknown size is taken for a small one: only its length can be planned for.
func (b *builder) media(v *annotation.Video, plan *chunk.Plan) videotune.Media {
	m := b.facts(v.URI, plan)
	m.MIMEType = cmp.Or(m.MIMEType, v.MIMEType)
	if _, ok := m.Length(); !ok {
		m.Duration = max(v.Duration, 0)
	}
	if m.Bytes <= 0 {
		m.Bytes = 1
	}
	return m
}

// repair repairs events by the length that is known now. The reasons for those that it
// leaves out are the codes of annotation.
func (b *builder) repair(v *annotation.Video) error {
	return b.Repair.Apply(v, func(d annotation.Diagnostic) {
		d.File = cmp.Or(d.File, v.File)
		if d.Left {
			l := Left{Reason: Reason(d.Code), Video: nameOf(v), Source: v.File, Message: d.Message}
			if d.Record > 0 {
				l.Records = []int{d.Record}
			}
			b.leave(l)
		} else {
			b.report.Repairs[d.Code]++
		}
		if b.OnDiagnostic != nil && b.writing() {
			b.OnDiagnostic(d)
		}
	})
}

// nameOf returns the ID of a video, or where it is.
func nameOf(v *annotation.Video) string { return cmp.Or(v.ID, v.URI) }
