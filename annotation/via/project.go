package via

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// Read returns the videos of a project, in the order of its views, once all of it is
// read. o may be nil. The last pair may be an [*annotation.Error]; what was left out or
// repaired goes to o.OnDiagnostic.
func Read(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatVIA, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		p := &project{
			source: source{Reading: r, attributes: map[string]*attribute{}},
			files:  map[string]file{}, views: map[string]*view{}, entries: map[string]bool{},
		}
		if err := p.read(jsonread.NewStream(text)); err != nil {
			return err
		}
		if err := p.assemble(); err != nil {
			return err
		}
		return p.emit(emit)
	})
}

// Where files lie.
const (
	locHTTP = "2"
	locFile = "3"
)

// What files are.
const (
	typeImage = "2"
	typeVideo = "4"
	typeAudio = "8"
)

// A file is one that a view shows.
type file struct{ name, kind, loc, src string }

// A view is what is annotated: mostly one file.
type view struct {
	id      string
	files   []string
	entries []entry
}

// A project is one that is being read.
type project struct {
	source
	seen    int // members that only projects have
	name    string
	prefix  map[string]string // of addresses, by loc
	files   map[string]file
	views   map[string]*view
	list    []*view // in the order of the file
	order   []string
	entries map[string]bool // their ids
	record  int
}

// read reads the whole project.
func (p *project) read(s *jsonread.Stream) error {
	t, err := s.Token()
	if err == io.EOF {
		return p.Refuse(annotation.CodeSyntax, reading.At{}, "", "it is empty")
	}
	if err != nil {
		return err
	}
	if t != json.Delim('{') {
		return p.Refuse(annotation.CodeFormat, reading.At{}, "", "it is no project of VIA, which is one object")
	}
	if err := s.Members(func(name string) error { return p.member(s, name) }); err != nil {
		return err
	}
	if _, err := s.Token(); err != io.EOF {
		return p.Refuse(annotation.CodeSyntax, reading.At{Line: s.Line()}, "", "more follows behind the project")
	}
	if p.seen == 0 {
		return p.Refuse(annotation.CodeFormat, reading.At{}, "", "it is no project of VIA: it has neither files nor views nor metadata")
	}
	return nil
}

// member reads a member of the project. Files, views and metadata are many, and are
// read one by one.
func (p *project) member(s *jsonread.Stream, name string) error {
	switch name {
	case "file":
		return p.each(s, name, p.file)
	case "view":
		return p.each(s, name, p.view)
	case "metadata":
		return p.each(s, name, p.metadata)
	case "attribute":
		return p.each(s, name, p.attribute)
	}
	raw, line, err := s.Value()
	if err != nil {
		return err
	}
	at := reading.At{Line: line}
	switch name {
	case "project":
		return p.about(raw, at)
	case "config":
		return p.config(raw, at)
	case "_via_settings", "_via_img_metadata":
		return p.Refuse(annotation.CodeFormat, at, "VIA 2 is for images; open the videos in VIA 3", "it is a project of VIA 2, not 3")
	}
	p.Warn(annotation.CodeSkipped, at, "", "the member %.80q has no meaning here: it was left out", name)
	return nil
}

// each reads the members of an object one by one.
func (p *project) each(s *jsonread.Stream, what string, member func(id string, o jsonread.Object, at reading.At) error) error {
	t, err := s.Token()
	if err != nil {
		return err
	}
	if t == nil {
		return nil
	}
	if t != json.Delim('{') {
		return p.Refuse(annotation.CodeValue, reading.At{Line: s.Line()}, "", "%s is %s; want an object", what, jsonread.Describe(t))
	}
	p.seen++
	return s.Members(func(id string) error {
		raw, line, err := s.Value()
		if err != nil {
			return err
		}
		at := reading.At{Line: line}
		o, err := jsonread.DecodeObject(raw)
		if err == nil {
			err = member(id, o, at)
		}
		return p.invalid(err, at, what+" "+strconv.Quote(id))
	})
}

// invalid returns the fault of a value as a refusal.
func (p *project) invalid(err error, at reading.At, what string) error {
	var e *annotation.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return p.Refuse(annotation.CodeValue, at, "", "%.80s: %w", what, err)
}

// about reads the member project.
func (p *project) about(raw json.RawMessage, at reading.At) error {
	o, err := jsonread.DecodeObject(raw)
	if err != nil {
		return p.invalid(err, at, "project")
	}
	if p.name, err = o.Text("pname"); err != nil {
		return p.invalid(err, at, "project")
	}
	list, err := o.List("vid_list")
	for _, v := range list {
		if id, ok := jsonread.Text(v); ok {
			p.order = append(p.order, id)
		}
	}
	return p.invalid(err, at, "project")
}

// config reads the prefixes of addresses, which are all that matters here.
func (p *project) config(raw json.RawMessage, at reading.At) error {
	o, err := jsonread.DecodeObject(raw)
	if err != nil {
		return p.invalid(err, at, "config")
	}
	p.prefix = map[string]string{}
	files, _ := o.Take("file").(map[string]any)
	prefixes, _ := files["loc_prefix"].(map[string]any)
	for loc, v := range prefixes {
		p.prefix[loc], _ = v.(string)
	}
	return nil
}

// attribute reads what an attribute is.
func (p *project) attribute(id string, o jsonread.Object, _ reading.At) error {
	a, err := newAttribute(o)
	p.attributes[id] = a
	return err
}

// file reads what a file is. The source of one that lies in the project is the whole
// file in base64: it is of no use.
func (p *project) file(id string, o jsonread.Object, _ reading.At) (err error) {
	var f file
	for _, member := range []struct {
		name string
		to   *string
	}{{"fname", &f.name}, {"type", &f.kind}, {"loc", &f.loc}} {
		if *member.to, err = o.Text(member.name); err != nil {
			return err
		}
	}
	if src, ok := o.Take("src").(string); ok && !strings.HasPrefix(src, "data:") && !strings.HasPrefix(src, "blob:") {
		f.src = strings.TrimSpace(src)
	}
	if _, twice := p.files[id]; twice {
		return jsonread.ErrTwice
	}
	p.files[id] = f
	return nil
}

// view reads which files a view shows.
func (p *project) view(id string, o jsonread.Object, _ reading.At) error {
	list, err := o.List("fid_list")
	if err != nil {
		return err
	}
	v := p.viewOf(id)
	if v.files != nil {
		return jsonread.ErrTwice
	}
	v.files = make([]string, 0, len(list))
	for _, fid := range list {
		text, ok := jsonread.Text(fid)
		if !ok {
			return errors.New("fid_list has " + jsonread.Describe(fid) + "; want ids")
		}
		v.files = append(v.files, text)
	}
	return nil
}

// viewOf returns a view, a new one if it was not met yet.
func (p *project) viewOf(id string) *view {
	v := p.views[id]
	if v == nil {
		v = &view{id: id}
		p.views[id] = v
		p.list = append(p.list, v)
	}
	return v
}

// metadata reads one annotation.
func (p *project) metadata(id string, o jsonread.Object, at reading.At) error {
	p.record++
	at.Record = p.record
	if err := p.count(at); err != nil {
		return err
	}
	if p.entries[id] {
		return p.invalid(jsonread.ErrTwice, at, "metadata "+strconv.Quote(id))
	}
	p.entries[id] = true
	vid, err := o.Text("vid")
	if err != nil {
		return p.invalid(err, at, "metadata "+strconv.Quote(id))
	}
	e, err := newEntry(o.Take("z"), o.Take("xy"), o.Take("av"), at)
	if err != nil {
		return p.invalid(err, at, "metadata "+strconv.Quote(id))
	}
	if flags, _ := o.Text("flg"); deleted(flags) {
		p.Warn(annotation.CodeSkipped, at, "", "it is marked as deleted: it was left out")
		return nil
	}
	v := p.viewOf(vid)
	v.entries = append(v.entries, e)
	return nil
}
