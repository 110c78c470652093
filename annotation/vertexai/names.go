package vertexai

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
)

// names are those of the format, by their spelling without case and underscores.
var names = func() map[string]string {
	m := map[string]string{}
	for _, n := range []string{
		"videoGcsUri", "imageGcsUri", "timeSegments", "timeSegmentAnnotations", "temporalBoundingBoxAnnotations", "dataItemResourceLabels",
		"displayName", "startTime", "endTime", "annotationResourceLabels", "timeOffset", "instanceId", "xMin", "yMin", "xMax", "yMax",
	} {
		m[fold(n)] = n
	}
	return m
}()

func fold(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// object returns a value that must be an object, with the names of the format as
// they are spelt here. Other names stay as they are.
func object(v any) (jsonread.Object, error) {
	o, err := jsonread.AsObject(v)
	if err != nil {
		return nil, err
	}
	named := make(jsonread.Object, len(o))
	for _, name := range slices.Sorted(maps.Keys(o)) {
		v := o[name]
		if known, ok := names[fold(name)]; ok {
			name = known
		}
		if named.Has(name) {
			return nil, fmt.Errorf("%.50q %w, under two spellings", name, jsonread.ErrTwice)
		}
		named[name] = v
	}
	return named, nil
}
