package labelstudio

import (
	"cmp"
	"math"
	"slices"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/jsonread"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A span is a stretch of frames, of which both are in it.
type span struct{ first, last int64 }

// A key is a key frame.
type key struct {
	frame   int64
	enabled bool
}

// open, as the last frame of a span, is that of the video, wherever that is.
const open = math.MaxInt64

// lifespans returns when the object of a videorectangle is seen. The key frame that
// ends a stretch is in it, as in Label Studio's editor, and so is one that is
// disabled and stands alone.
func lifespans(keys []key, last int64) []span {
	slices.SortStableFunc(keys, func(a, b key) int { return cmp.Compare(a.frame, b.frame) })
	var list []span
	seen := false // in the frames up to this key
	for _, k := range keys {
		if !seen {
			if n := len(list); n > 0 && list[n-1].last+1 >= k.frame {
				list[n-1].last = k.frame
			} else {
				list = append(list, span{k.frame, k.frame})
			}
		}
		list[len(list)-1].last = k.frame
		seen = k.enabled
	}
	if n := len(list); n > 0 && seen {
		list[n-1].last = max(last, list[n-1].last)
	}
	return list
}

// track reads the key frames of a videorectangle, and returns when it is seen.
func (f *file) track(at reading.At, value object) ([]span, error) {
	list, ok := asList(value["sequence"])
	if !ok {
		return nil, f.Refuse(annotation.CodeValue, at, "", "the sequence of a region is %s; want a list of key frames", jsonread.Describe(value["sequence"]))
	}
	keys := make([]key, len(list))
	for i, v := range list {
		k := asObject(v)
		n, err := f.frame(at, k["frame"])
		if err != nil {
			return nil, err
		}
		if keys[i] = (key{n, flag(k["enabled"])}); k["enabled"] == nil {
			return nil, f.Refuse(annotation.CodeValue, at, `say "enabled": true where the object is seen`, "the key frame %d of a region does not say whether it is enabled", n)
		}
	}
	last := int64(open)
	if v := value["framesCount"]; v != nil {
		count, ok := frame(v)
		if !ok || count <= 0 {
			return nil, f.Refuse(annotation.CodeValue, at, "", "framesCount of a region is %s; want the number of frames", jsonread.Describe(v))
		}
		last = f.first() + count - 1
		for _, k := range keys {
			if k.frame > last {
				f.Warn(annotation.CodeDisagree, at, "", "the key frame %d lies behind the %d frames of its video", k.frame, count)
				break
			}
		}
	}
	return lifespans(keys, last), nil
}

// first returns the number of the first frame.
func (f *file) first() int64 {
	if f.Options.Base == annotation.BaseUnset {
		return 1
	}
	return f.Options.Base.First()
}

// frame reads the number of a frame.
func (f *file) frame(at reading.At, v any) (int64, error) {
	n, ok := frame(v)
	switch {
	case !ok:
		return 0, f.Refuse(annotation.CodeValue, at, "", "a frame of a region is %s; want a whole number", jsonread.Describe(v))
	case n == 0 && f.Options.Base == annotation.BaseUnset:
		return 0, f.Refuse(annotation.CodeOptionMissing, at, "say frame_base: 0 if a script wrote the file and counts from 0; or frame_base: 1",
			"a region has the frame 0; Label Studio counts from 1")
	}
	return n, nil
}
