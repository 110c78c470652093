package dataset

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/chunk"
)

// wanted reports whether a video can be in the files, and tells why if it cannot.
func (b *builder) wanted(v *annotation.Video) bool {
	switch {
	case !annotation.Fetchable(v.URI):
		b.leaveVideo(v, ReasonNoURI, fmt.Sprintf("the service cannot fetch %.200q: it takes gs, http and https", v.URI))
	case v.Unlabelled:
		b.leaveVideo(v, ReasonUnlabelled, "nobody has annotated it, so that nothing is known of it")
	case v.Split == annotation.SplitTest && b.TestAs == annotation.SplitNone:
		b.leaveVideo(v, ReasonTest, "the source puts it into its test set")
	case !b.owners.claim(v.URI, v.RecordingKey()):
		b.leaveVideo(v, ReasonConflict, fmt.Sprintf("its file is of another recording than %.200q already, so that it could be on both sides", v.RecordingKey()))
	default:
		return true
	}
	return false
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

// measure gives a video the length that the facts tell; that of the source stays where
// they tell none.
func (b *builder) measure(v *annotation.Video, plan *chunk.Plan) {
	if length, ok := b.facts(v.URI, plan).Length(); ok {
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
		if d.Left {
			l := Left{Reason: Reason(d.Code), Video: nameOf(v), Message: d.Message}
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

// owners knows to which recording each file belongs, by hashes of 64 bits: of a
// million files, two are taken for one with a chance of one in thirty million, and
// then the later one is left out and told.
type owners map[uint64]uint64

// claim reports whether a file is not of another recording already. From the first
// claim on it belongs to that recording.
func (o owners) claim(uri, recording string) bool {
	file, key := hash64(uri), hash64(recording)
	if owner, known := o[file]; known {
		return owner == key
	}
	o[file] = key
	return true
}

func hash64(s string) uint64 {
	sum := sha256.Sum256([]byte(s))
	return binary.BigEndian.Uint64(sum[:])
}
