package fix

import (
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// carriers are members at the top of a line by which other formats hold an example or
// its files. They are not left out: what they hold would be lost.
var carriers = map[string]bool{
	"conversations": true, "conversation": true, "messages": true, "dialog": true, "dialogue": true, "turns": true, "query": true, "answer": true,
	"video": true, "videos": true, "image": true, "images": true, "video_path": true, "videoPath": true, "video_uri": true, "videoUri": true, "video_url": true, "media": true,
}

// unknown leaves out the members that the service does not know, and notes those that
// stay because of what they hold.
func (f *fixer) unknown(x *wire.Line) *wire.Line {
	if f.opts.RemoveUnknown && x.FaultsOmitted == 0 { // else not all of them are known
		x = f.removeUnknown(x)
	}
	for i := range x.Faults {
		if fault := &x.Faults[i]; fault.Kind == wire.UnknownMember && carrier(fault) {
			f.stops = append(f.stops, Obstacle{Pointer: videotune.Pointer(fault.Pointer), rule: videotune.RuleMemberUnknown, value: true, says: true,
				Message: "the member " + clip(fault.Name) + " holds an example of another format, or its files: how it goes into contents is not clear, and nothing of it is left out"})
		}
	}
	return x
}

// carrier reports whether an unknown member holds what would be lost with it.
func carrier(fault *wire.Fault) bool {
	return carriers[fault.Name] && strings.Count(fault.Pointer, "/") == 1
}

// removeUnknown leaves out the members that are not known, those among them that stand
// twice.
func (f *fixer) removeUnknown(x *wire.Line) *wire.Line {
	gone := map[string]bool{}
	for i := range x.Faults {
		fault := &x.Faults[i]
		switch {
		case fault.Kind == wire.UnknownMember && !carrier(fault):
			gone[fault.Pointer] = true
			f.cutMember(fault)
		case fault.Kind == wire.DuplicateMember && gone[fault.Pointer]:
			f.cutMember(fault)
		}
	}
	if len(f.edits) == 0 {
		return x
	}
	f.apply()
	return f.dec.Decode(f.line)
}

// cutMember notes the edit that leaves a member out, with one comma. Members come in
// their order.
func (f *fixer) cutMember(fault *wire.Fault) {
	at := fault.At
	end := skip(f.line, space(f.line, space(f.line, skipString(f.line, at))+1))
	f.change(videotune.RuleMemberUnknown, videotune.Pointer(fault.Pointer), string(f.line[at:end]), "")
	if next := space(f.line, end); f.line[next] == ',' {
		f.edits = append(f.edits, edit{at, space(f.line, next+1), ""})
		return
	}
	// The last of its object: the comma before it goes, and before those that are left
	// out right before it.
	for n := len(f.edits); n > 0 && f.edits[n-1].end == at; n = len(f.edits) {
		at, f.edits = f.edits[n-1].at, f.edits[:n-1]
	}
	before := at - 1
	for f.line[before] != ',' && f.line[before] != '{' {
		before--
	}
	if f.line[before] == ',' {
		at = before
	}
	f.edits = append(f.edits, edit{at, end, ""})
}
