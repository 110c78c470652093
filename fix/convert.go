package fix

import (
	"bytes"
	"fmt"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// unwrap puts the members of a batch request into the place of "request", if none of
// them stands beside it. What stands beside it stays, but for the request's key.
func (f *fixer) unwrap(x *wire.Line) *wire.Line {
	top := space(f.line, 0)
	names := map[string]bool{}
	var list []member
	request := -1
	for m := range members(f.line, top) {
		name := text(f.line[m.name:m.nameEnd])
		if names[name] || len(names) == maxBeside {
			return f.noRequest(x, "", fmt.Sprintf("a member stands twice, or there are more than %d", maxBeside))
		}
		names[name] = true
		if name == "request" {
			request = len(list)
		}
		list = append(list, m)
	}
	if request < 0 || f.line[list[request].value] != '{' {
		return f.noRequest(x, "/request", "the request is no object")
	}
	contents := false
	for m := range members(f.line, list[request].value) {
		name := text(f.line[m.name:m.nameEnd])
		if names[name] {
			return f.noRequest(x, "/"+pointerEscapes.Replace(name), clip(name)+" stands beside the request and in it")
		}
		contents = contents || name == "contents"
	}
	if !contents {
		return f.noRequest(x, "/request", "the request has no contents")
	}
	m := list[request]
	inner := bytes.TrimSpace(f.line[m.value+1 : m.end-1])
	f.change(videotune.RuleFormatBatchRequest, "/request", `{"request":{…}}`, "{…}")
	f.edits = append(f.edits, edit{m.name, m.end, string(inner)})
	f.dropKey(list)
	f.apply()
	return f.dec.Decode(f.line)
}

// dropKey leaves out the name by which a batch would tell the answer to the request, the
// first of the members that is one: no one answers it any more, and no example has one.
func (f *fixer) dropKey(list []member) {
	for i, m := range list {
		name := text(f.line[m.name:m.nameEnd])
		if name != "key" && name != "custom_id" || f.line[m.value] == '{' || f.line[m.value] == '[' {
			continue
		}
		f.change(videotune.RuleFormatBatchRequest, videotune.Pointer("/"+name), string(f.line[m.name:m.end]), "")
		if i+1 < len(list) {
			f.edits = append(f.edits, edit{m.name, list[i+1].name, ""})
		} else {
			f.edits = append(f.edits, edit{list[i-1].end, m.end, ""})
		}
		return
	}
}

// noRequest notes why x, which it returns, is not unwrapped.
func (f *fixer) noRequest(x *wire.Line, at, why string) *wire.Line {
	f.stops = append(f.stops, Obstacle{Pointer: videotune.Pointer(at), Message: why, rule: videotune.RuleFormatBatchRequest})
	return x
}

// maxBeside bounds the members of a line of another format that is converted.
const maxBeside = 64

const tableOf = "a whole table on one line, as pandas' to_json writes it; write it with orient=\"records\", lines=True"

// table notes a line that is a table of examples by columns, or by rows without names.
// It is not mended: its rows may be more than memory should hold.
func (f *fixer) table(x *wire.Line) {
	if x.Seen.Has(wire.Contents) && !x.Bad.Has(wire.Contents) {
		return
	}
	var lists int
	for m := range members(f.line, space(f.line, 0)) {
		switch name, value := text(f.line[m.name:m.nameEnd]), f.line[m.value]; {
		case name == "contents" && value == '{':
			for row := range members(f.line, m.value) {
				if text(f.line[row.name:row.nameEnd]) == "0" {
					f.stops = append(f.stops, Obstacle{Pointer: "/contents", Message: tableOf, rule: videotune.RuleMemberType})
				}
				return
			}
		case (name == "columns" || name == "data") && value == '[':
			lists++
		}
	}
	if lists == 2 {
		f.stops = append(f.stops, Obstacle{Pointer: "/data", Message: tableOf})
	}
}
