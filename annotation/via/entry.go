package via

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// typeText is the type of attributes whose values are no ids.
const typeText = "1"

// newAttribute returns what a project says of an attribute.
func newAttribute(o jsonread.Object) (*attribute, error) {
	var a attribute
	var err error
	if a.name, err = o.Text("aname"); err != nil {
		return nil, err
	}
	if a.anchor, err = o.Text("anchor_id"); err != nil {
		return nil, err
	}
	kind, err := o.Text("type")
	if err != nil {
		return nil, err
	}
	options, _ := o.Take("options").(map[string]any)
	if kind == typeText || len(options) == 0 {
		return &a, nil
	}
	a.options = make(map[string]string, len(options))
	for _, id := range slices.Sorted(maps.Keys(options)) {
		v := options[id]
		name, ok := jsonread.Text(v)
		if !ok {
			return nil, fmt.Errorf("the option %.80q of %.80q is %s; want a text", id, a.name, jsonread.Describe(v))
		}
		a.options[id] = name
	}
	return &a, nil
}

// newEntry returns an annotation of its times, coordinates and attributes, as JSON has
// them.
func newEntry(z, xy, av any, at reading.At) (entry, error) {
	e := entry{at: at}
	times, ok := z.([]any)
	if !ok && z != nil {
		return e, fmt.Errorf("its times are %s; want a list", jsonread.Describe(z))
	}
	for _, v := range times {
		text, ok := jsonread.Text(v)
		if !ok || text == "" {
			return e, fmt.Errorf("its times have %s; want seconds", jsonread.Describe(v))
		}
		e.z = append(e.z, text)
	}
	points, ok := xy.([]any)
	if !ok && xy != nil {
		return e, fmt.Errorf("its coordinates are %s; want a list", jsonread.Describe(xy))
	}
	e.spatial = len(points) > 0
	if av == nil {
		return e, nil
	}
	o, err := jsonread.AsObject(av)
	if err != nil {
		return e, errors.New("its attributes are " + jsonread.Describe(av) + "; want an object")
	}
	for _, key := range slices.Sorted(maps.Keys(o)) {
		v := o[key]
		text, ok := jsonread.Text(v)
		if b, isBool := v.(bool); isBool {
			text, ok = strconv.FormatBool(b), true
		}
		if !ok && v != nil {
			return e, fmt.Errorf("its attribute %.80q is %s; want a text", key, jsonread.Describe(v))
		}
		e.values = append(e.values, value{key, text})
	}
	return e, nil
}

// deleted reports whether the flags of an annotation say that it is deleted.
func deleted(flags string) bool {
	n, err := strconv.ParseUint(strings.TrimSpace(flags), 10, 64)
	return err == nil && n&1 != 0
}
