package cvat

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// maxEvents bounds how many events, and how many tags of frames, a file may have: its
// videos are held in memory until all of it is read.
const maxEvents = 1 << 20

// Read returns the videos of an export, in the order of its tasks, once all of it is
// read. o may be nil. The last pair may be an [*annotation.Error]; what was left out or
// repaired goes to o.OnDiagnostic.
func Read(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(annotation.FormatCVAT, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		f := &file{Reading: r, xml: newScanner(text), byTask: map[string]*video{}, attributes: map[string]bool{}, skipped: map[string]int{}}
		if err := f.read(); err != nil {
			return f.explain(err)
		}
		return f.close(emit)
	})
}

// A file is one export that is being read.
type file struct {
	*reading.Reading
	xml *scanner

	meta       bool // there was one
	project    project
	videos     []*video
	byTask     map[string]*video // the first of each id
	attributes map[string]bool   // the names that the file has
	skipped    map[string]int    // elements that have no meaning here, by name

	tracks, images int
	events         int
}

// at returns the place that was read last.
func (f *file) at(record int, v *video) reading.At {
	at := reading.At{Line: f.xml.line(), Record: record}
	if v != nil {
		at.Video = v.ID
	}
	return at
}

// explain returns err as a refusal.
func (f *file) explain(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return f.Refuse(annotation.CodeSyntax, reading.At{Line: syntax.Line}, "", "it is broken XML: %s", syntax.Msg)
	case errors.Is(err, errTooLong), errors.Is(err, errTooDeep):
		return f.Refuse(annotation.CodeTooLarge, reading.At{Line: f.xml.line()}, "", "%w", err)
	}
	return err
}

// read reads the whole file.
func (f *file) read() error {
	root, err := f.root()
	if err != nil {
		return err
	}
	if root != "annotations" {
		return f.Refuse(annotation.CodeFormat, f.at(0, nil), "", "it is XML of another kind than CVAT's: its root is <%.80s>", root)
	}
	if err := f.xml.children(f.element); err != nil {
		return err
	}
	if !f.meta && f.tracks+f.images == 0 {
		return f.Refuse(annotation.CodeFormat, reading.At{}, "", "it is no export of CVAT: it has neither meta nor tracks nor images")
	}
	if _, err := f.xml.next(); err != io.EOF {
		if err == nil {
			err = f.Refuse(annotation.CodeSyntax, f.at(0, nil), "", "more follows behind </annotations>")
		}
		return err
	}
	return nil
}

// root returns the name of the root.
func (f *file) root() (string, error) {
	t, err := f.xml.next()
	if err == io.EOF {
		return "", f.Refuse(annotation.CodeSyntax, reading.At{}, "", "it is empty")
	}
	if err != nil {
		return "", err
	}
	e, ok := t.(xml.StartElement)
	if !ok {
		return "", f.Refuse(annotation.CodeSyntax, f.at(0, nil), "", "it begins with text, not with a tag")
	}
	return e.Name.Local, nil
}

// element reads one child of the root.
func (f *file) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "version":
		text, err := f.xml.text()
		if err == nil && text != "1" && !strings.HasPrefix(text, "1.") {
			err = f.Refuse(annotation.CodeFormat, f.at(0, nil), "export it as CVAT for video 1.1", "it is version %.80q of CVAT's XML, not 1.1", text)
		}
		return err
	case "meta":
		if f.meta || f.tracks+f.images > 0 {
			return f.Refuse(annotation.CodeSyntax, f.at(0, nil), "", "<meta> stands twice, or behind annotations that need it")
		}
		f.meta = true
		return f.readMeta()
	case "track":
		f.tracks++
		return f.track(e)
	case "image":
		f.images++
		return f.image(e)
	}
	return f.skip(e)
}

// skip leaves an element out and counts it.
func (f *file) skip(e xml.StartElement) error {
	name := e.Name.Local
	if len(f.skipped) >= 100 && f.skipped[name] == 0 {
		name = "…"
	}
	f.skipped[name]++
	return f.xml.skip()
}

// close emits the videos and tells what is known only at the end.
func (f *file) close(emit func(*annotation.Video) error) error {
	if err := f.checkNames(); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(f.skipped)) {
		f.Warn(annotation.CodeSkipped, reading.At{}, "", "%d elements <%.80s> have no meaning here: they were left out", f.skipped[name], name)
	}
	seen := map[string]bool{}
	for _, v := range f.videos {
		if seen[v.ID] {
			f.Warn(annotation.CodeVideoTwice, reading.At{Video: v.ID}, "", "several tasks have this video: each is a video of its own")
		}
		seen[v.ID] = true
		if err := f.finish(v); err != nil {
			return err
		}
		if err := emit(&v.Video); err != nil {
			return err
		}
	}
	return nil
}

// checkNames refuses a label_from that no annotation has, and tells of such texts.
func (f *file) checkNames() error {
	for _, name := range f.Options.TextAttributes {
		if !f.attributes[name] && f.tracks+f.images > 0 {
			f.Warn(annotation.CodeSkipped, reading.At{}, "", "no annotation has the attribute %.80q of text_attributes", name)
		}
	}
	from := f.Options.LabelFrom
	if from == "" || f.attributes[from] || f.tracks+f.images == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(f.attributes))
	hint := "no annotation has attributes"
	if len(names) > 0 {
		hint = "there are " + strings.Join(names[:min(len(names), 20)], ", ") + nearest.DidYouMean("", nearest.Word(from, names))
	}
	return f.Refuse(annotation.CodeOptionInvalid, reading.At{}, hint, "no annotation has the attribute that label_from names, %.80q", from)
}
