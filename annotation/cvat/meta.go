package cvat

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
)

// The bounds of numbers, far above what videos have: sums and products of them fit an
// int64.
const (
	maxFrame  = 1<<31 - 1 // of one task
	maxOffset = 1 << 53
	maxTasks  = 1 << 16
)

// A project is what <meta> says of more than one task, or of the only one.
type project struct {
	is      bool // the export is of a project
	name    string
	subsets string
	tasks   []*task
}

// A task is what <meta> says of a task or a job.
type task struct {
	kind                           string // task or job
	id, name, source, subset, mode string
	width, height, assignee        string
	size, start, stop              int64
	hasSize, hasStop               bool
	step                           int64
	offset                         int64 // of its frames in the export of a project
}

// unknownOffset is the offset of a task whose predecessors do not say their sizes.
const unknownOffset = -1

// last returns the last frame of the task that is shown in CVAT.
func (t *task) last() (frame int64, known bool) {
	switch {
	case t.hasStop && t.stop >= t.start:
		return t.start + (t.stop-t.start)/t.step*t.step, true
	case t.hasSize && t.size > 0:
		return t.start + (t.size-1)*t.step, true
	}
	return 0, false
}

// readMeta reads <meta>, and makes a video of each task.
func (f *file) readMeta() error {
	path := []string{"", "meta"}
	var text strings.Builder
	for len(path) > 1 {
		t, err := f.xml.next()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			text.Reset()
			name := t.Name.Local
			switch parent := path[len(path)-1]; {
			case parent == "meta" && name == "project":
				f.project.is = true
			case name == "job" && parent == "meta", name == "task" && (parent == "meta" || parent == "tasks"):
				if len(f.project.tasks) >= maxTasks {
					return f.Refuse(annotation.CodeTooLarge, f.at(0, nil), "export them one by one", "the project has more than %d tasks", maxTasks)
				}
				f.project.tasks = append(f.project.tasks, &task{kind: name, step: 1})
			}
			path = append(path, name)
		case xml.CharData:
			if text.Len()+len(t) > f.xml.limit {
				return errTooLong
			}
			text.Write(t)
		case xml.EndElement:
			n := len(path) - 1
			name := path[n-1] + "/" + path[n]
			if n > 1 && path[n-1] == "assignee" { // projects have one too
				name = path[n-2] + "/" + name
			}
			if err := f.set(name, strings.TrimSpace(text.String())); err != nil {
				return err
			}
			path = path[:n]
			text.Reset()
		}
	}
	return f.addTasks()
}

// set takes one value of <meta>, by the names of its element and the one around it.
func (f *file) set(name, text string) (err error) {
	switch name {
	case "project/name":
		f.project.name = text
	case "project/subsets":
		f.project.subsets = text
	}
	if len(f.project.tasks) == 0 || text == "" {
		return nil
	}
	t := f.project.tasks[len(f.project.tasks)-1]
	switch name {
	case "task/id", "job/id":
		t.id = text
	case "task/name":
		t.name = text
	case "task/source", "meta/source":
		t.source = text
	case "task/subset", "job/subset":
		t.subset = text
	case "task/mode", "job/mode":
		t.mode = text
	case "original_size/width":
		t.width = text
	case "original_size/height":
		t.height = text
	case "task/assignee/username", "job/assignee/username":
		t.assignee = text
	case "task/size", "job/size":
		t.hasSize = true
		t.size, err = f.number(name, text)
	case "task/start_frame", "job/start_frame":
		t.start, err = f.number(name, text)
	case "task/stop_frame", "job/stop_frame":
		t.hasStop = true
		t.stop, err = f.number(name, text)
	case "task/frame_filter", "job/frame_filter":
		err = f.filter(t, text)
	}
	return err
}

// number reads a number of frames.
func (f *file) number(name, text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > maxFrame {
		return 0, f.Refuse(annotation.CodeValue, f.at(0, nil), "", "%s is %.80q: want a whole number from 0 to %d", name, text, maxFrame)
	}
	return n, nil
}

var stepPattern = regexp.MustCompile(`^step\s*=\s*([1-9][0-9]{0,8})$`)

// filter reads which frames of the source the task has.
func (f *file) filter(t *task, text string) error {
	m := stepPattern.FindStringSubmatch(text)
	if m == nil {
		return f.Refuse(annotation.CodeValue, f.at(0, nil), "", `the frame_filter is %.80q: want "step=3" or the like`, text)
	}
	t.step, _ = strconv.ParseInt(m[1], 10, 64) // at most nine digits
	return nil
}

// addTasks makes a video of each task, with the offsets of their frames: in the export
// of a project each counts on from the one before, anew for each subset.
func (f *file) addTasks() error {
	// Two subsets of this name are the one that is called so and that of the tasks
	// without one. Where the first ends is not told.
	const unnamed = "default"
	mixed := 0
	for name := range strings.Lines(f.project.subsets) {
		if strings.TrimSpace(name) == unnamed {
			mixed++
		}
	}
	var sum int64
	before := ""
	for i, t := range f.project.tasks {
		if i == 0 || t.subset != before {
			sum, before = 0, t.subset
		}
		if mixed > 1 && i > 0 && t.subset == unnamed {
			sum = unknownOffset
		}
		if f.project.is {
			t.offset = sum
		}
		if sum != unknownOffset {
			sum += t.start + t.step*t.size
		}
		if !t.hasSize || sum > maxOffset {
			sum = unknownOffset // from here on
		}
		if _, err := f.add(t); err != nil {
			return err
		}
	}
	return nil
}
