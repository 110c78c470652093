package videotune

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune/internal/nearest"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
)

// maxLimitsBytes bounds a document of limits.
const maxLimitsBytes = 1 << 20

// customEdition is the edition of limits that name none.
const customEdition = "custom"

// defaultTokenRates hold where a document, and what it extends, name none: only
// those rates by which an estimate divides.
var defaultTokenRates = TokenRates{TextRunesLower: 6, TextRunesUpper: 3, TextRunesUpperOther: 2}

// LoadLimits reads limits of one's own: one JSON object in the form of the
// files in the folder limits, at most 1 MiB.
//
//	{"extends": "gemini-2.5-flash@2026-08", "edition": "ours",
//	 "resolutions": [{"resolution": "MEDIA_RESOLUTION_LOW", "maxDuration": "600s"}],
//	 "maxVideos": 3, "sources": {"maxVideos": "our own measurement, 2026-11"}}
//
// The optional member extends names a model that [LimitsFor] knows, with or
// without "@" and an edition (without: the newest one), whose limits hold for
// every member that is missing. A list of resolutions replaces that of the
// base; what an entry leaves out is taken from the base's entry of the same
// resolution. Sources and dates that speak of the base's numbers or of another
// model are not taken over.
//
// Without extends, model and resolutions are required, and every other number
// that is missing is 0: no limit; only the textRunes… of tokens are then 6, 3
// and 2. The defaultResolution is the lowest of the list; a missing edition is
// called "custom".
//
// Durations are in seconds with an "s" ("300s", "0.5s"), days like
// "2026-10-20". Unknown and duplicate members, null, numbers out of range and
// unknown names of resolutions are errors that say the line and column.
func LoadLimits(r io.Reader) (*Limits, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxLimitsBytes+1))
	if err != nil {
		return nil, fmt.Errorf("videotune: limits: %w", err)
	}
	if len(data) > maxLimitsBytes {
		return nil, fmt.Errorf("videotune: limits: more than %d bytes", maxLimitsBytes)
	}
	doc, err := parseLimits(data)
	if err != nil {
		return nil, fmt.Errorf("videotune: limits: %w", err)
	}
	l, err := doc.limits(extendKnown)
	if err != nil {
		return nil, fmt.Errorf("videotune: limits: %w", err)
	}
	return l, nil
}

// extendKnown returns the limits that a user's document extends.
func extendKnown(ref string) (*Limits, error) {
	name, edition := splitEdition(ref)
	model, err := resolveModel(name)
	if err != nil {
		return nil, err
	}
	set := embeddedLimits()
	if l := set.find(model, edition); l != nil {
		return l, nil
	}
	var known []string
	for _, l := range set.byModel[model] {
		known = append(known, l.Edition)
	}
	return nil, fmt.Errorf("%s has no edition %q (known: %s)", model, edition, strings.Join(known, ", "))
}

// A limitsDoc is a document of limits, its syntax checked.
type limitsDoc struct {
	data    []byte
	value   jsonValue
	extends string // "" if it extends nothing

	l     *Limits         // what is being read
	base  *Limits         // what it extends; nil for nothing
	given map[string]bool // the paths of the members that are there
}

// parseLimits checks the syntax of a document and reads its member extends.
func parseLimits(data []byte) (*limitsDoc, error) {
	d := &limitsDoc{data: bytes.TrimPrefix(data, []byte("\ufeff"))}
	if len(bytes.TrimSpace(d.data)) == 0 {
		return nil, errors.New("the document is empty")
	}
	var err error
	if d.value, err = parseJSON(d.data); err != nil {
		return nil, d.at(err)
	}
	members, err := d.value.members()
	if err != nil {
		return nil, d.at(err)
	}
	for _, m := range members {
		if m.name != "extends" {
			continue
		}
		if d.extends, err = nonEmpty(m.value); err != nil {
			return nil, d.at(jsonWithin(m.name, err))
		}
	}
	return d, nil
}

// at adds line and column to an error.
func (d *limitsDoc) at(err error) error {
	if f := (*jsonFault)(nil); errors.As(err, &f) {
		line, column := jsonPosition(d.data, f.off, 1, 1)
		return fmt.Errorf("line %d, column %d: %w", line, column, f)
	}
	return err
}

// limits returns what the document says; find returns what it extends.
func (d *limitsDoc) limits(find func(string) (*Limits, error)) (*Limits, error) {
	d.l, d.given = &Limits{Tokens: defaultTokenRates}, make(map[string]bool)
	if d.extends != "" {
		base, err := find(d.extends)
		if err != nil {
			return nil, fmt.Errorf("extends: %w", err)
		}
		d.base, d.l = base, base.clone()
		d.l.Edition, d.l.From = "", time.Time{}
	}
	if d.l.Sources == nil {
		d.l.Sources = make(map[string]string)
	}
	var sources map[string]string
	fields := append(d.fields(), jsonField{"sources", func(v jsonValue) (err error) {
		sources, err = d.sources(v)
		return err
	}})
	if err := d.object(d.value, "", fields); err != nil {
		return nil, d.at(err)
	}
	l := d.l
	// The base's dates were said of its model, and the document may put another
	// date in their place.
	if d.base != nil && (l.Model != d.base.Model || d.given["retired"] || d.given["notRetiredBefore"]) {
		for path, t := range map[string]*time.Time{"retired": &l.Retired, "notRetiredBefore": &l.NotRetiredBefore} {
			if !d.given[path] {
				*t, d.given[path] = time.Time{}, true
			}
		}
	}
	maps.DeleteFunc(l.Sources, func(path, _ string) bool {
		return path == "model" || path == "from" || d.given[path]
	})
	maps.Copy(l.Sources, sources)
	return l, d.complete()
}

// fields are the members of the document, but for sources.
func (d *limitsDoc) fields() []jsonField {
	l := d.l
	return []jsonField{
		{"extends", func(jsonValue) error { return nil }}, // read before
		{"model", textField(&l.Model)},
		{"edition", textField(&l.Edition)},
		{"from", dateField(&l.From)},
		{"retired", dateField(&l.Retired)},
		{"notRetiredBefore", dateField(&l.NotRetiredBefore)},
		{"resolutions", d.resolutions},
		{"defaultResolution", resolutionField(&l.DefaultResolution)},
		{"partResolution", func(v jsonValue) (err error) { l.PartResolution, err = v.boolean(); return err }},
		{"maxVideoBytes", wholeField(&l.MaxVideoBytes, 0, math.MaxInt64)},
		{"warnVideoBytes", wholeField(&l.WarnVideoBytes, 0, math.MaxInt64)},
		{"maxVideos", wholeField(&l.MaxVideos, 0, math.MaxInt32)},
		{"maxImages", wholeField(&l.MaxImages, 0, math.MaxInt32)},
		{"maxTokens", wholeField(&l.MaxTokens, 0, math.MaxInt64)},
		{"maxFileBytes", wholeField(&l.MaxFileBytes, 0, math.MaxInt64)},
		{"maxExamples", wholeField(&l.MaxExamples, 0, math.MaxInt32)},
		{"maxTextExamples", wholeField(&l.MaxTextExamples, 0, math.MaxInt32)},
		{"minExamples", wholeField(&l.MinExamples, 0, math.MaxInt32)},
		{"maxFPS", numberField(&l.MaxFPS, 1000)},
		{"validation", func(v jsonValue) error {
			return d.object(v, "validation.", []jsonField{
				{"maxExamples", wholeField(&l.Validation.MaxExamples, 0, math.MaxInt32)},
				{"shareFrom", wholeField(&l.Validation.ShareFrom, 0, math.MaxInt32)},
				{"maxShare", numberField(&l.Validation.MaxShare, 1)},
				{"advisedShare", numberField(&l.Validation.AdvisedShare, 1)},
			})
		}},
		{"tokens", func(v jsonValue) error {
			return d.object(v, "tokens.", []jsonField{
				{"audioPerSecond", wholeField(&l.Tokens.AudioPerSecond, 0, maxRate)},
				{"timestampPerSecond", wholeField(&l.Tokens.TimestampPerSecond, 0, maxRate)},
				{"imageLower", wholeField(&l.Tokens.ImageLower, 0, maxRate)},
				{"imageUpper", wholeField(&l.Tokens.ImageUpper, 0, maxRate)},
				{"textRunesLower", wholeField(&l.Tokens.TextRunesLower, 1, maxRate)},
				{"textRunesUpper", wholeField(&l.Tokens.TextRunesUpper, 1, maxRate)},
				{"textRunesUpperOther", wholeField(&l.Tokens.TextRunesUpperOther, 1, maxRate)},
			})
		}},
	}
}

// Bounds of what estimates multiply, so that no sum overflows.
const (
	maxRate        = 1_000_000
	maxMaxDuration = 1_000_000 * time.Second
)

// object reads the members of an object by fields, and notes their paths.
func (d *limitsDoc) object(v jsonValue, path string, fields []jsonField) error {
	members, err := v.members()
	if err != nil {
		return err
	}
	for _, m := range members {
		i := slices.IndexFunc(fields, func(f jsonField) bool { return f.name == m.name })
		if i < 0 {
			return unknownMember(m, fields)
		}
		d.given[path+m.name] = true
		if err := fields[i].read(m.value); err != nil {
			return jsonWithin(m.name, err)
		}
	}
	return nil
}

// unknownMember is the error of a member that fields do not have.
func unknownMember(m jsonMember, fields []jsonField) error {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	if near := nearest.Word(m.name, names); near != "" {
		return faultf(m.off, "unknown member %q: did you mean %q?", m.name, near)
	}
	return faultf(m.off, "unknown member %q: want one of %s", m.name, strings.Join(names, ", "))
}

// resolutions reads the list of resolutions.
func (d *limitsDoc) resolutions(v jsonValue) error {
	items, err := v.items()
	if err != nil {
		return err
	}
	d.l.Resolutions = nil
	for i, item := range items {
		rl, err := d.resolution(item)
		if err == nil {
			if _, twice := d.l.At(rl.Resolution); twice {
				err = faultf(item.off, "%s is there twice", rl.Resolution)
			}
		}
		if err != nil {
			return jsonWithin(fmt.Sprint(i), err)
		}
		d.l.Resolutions = append(d.l.Resolutions, rl)
	}
	slices.SortFunc(d.l.Resolutions, func(a, b ResolutionLimits) int {
		return cmp.Compare(slices.Index(videoResolutions, a.Resolution), slices.Index(videoResolutions, b.Resolution))
	})
	return nil
}

// resolution reads one entry of the list.
func (d *limitsDoc) resolution(v jsonValue) (ResolutionLimits, error) {
	var rl ResolutionLimits
	fields := []jsonField{
		{"resolution", resolutionField(&rl.Resolution)},
		{"maxDuration", func(v jsonValue) (err error) {
			if rl.MaxDuration, err = v.duration(); err == nil && rl.MaxDuration > maxMaxDuration {
				err = faultf(v.off, "%s is more than %s", v.raw, pbtime.Format(maxMaxDuration))
			}
			return err
		}},
		{"tokensPerFrame", wholeField(&rl.TokensPerFrame, 1, maxRate)},
		{"relativeTime", numberField(&rl.RelativeTime, maxRate)},
	}
	// The base's entry first, then this one over it.
	members, err := v.members()
	if err != nil {
		return rl, err
	}
	for _, m := range members {
		if m.name != "resolution" {
			continue
		}
		if err := fields[0].read(m.value); err != nil {
			return rl, jsonWithin(m.name, err)
		}
		if d.base != nil {
			if of, ok := d.base.At(rl.Resolution); ok {
				rl = of
			}
		}
	}
	if err := d.object(v, "resolutions.", fields); err != nil {
		return rl, err
	}
	switch {
	case rl.Resolution == "":
		return rl, faultf(v.off, "the resolution is missing")
	case rl.TokensPerFrame == 0:
		return rl, faultf(v.off, "%s: tokensPerFrame is missing", rl.Resolution)
	}
	return rl, nil
}

// sources reads the sources, each of which belongs to a member.
func (d *limitsDoc) sources(v jsonValue) (map[string]string, error) {
	members, err := v.members()
	if err != nil {
		return nil, err
	}
	sources := make(map[string]string, len(members))
	for _, m := range members {
		if !slices.Contains(sourcePaths, m.name) {
			if near := nearest.Word(m.name, sourcePaths); near != "" {
				return nil, faultf(m.off, "there is no %q to have a source: did you mean %q?", m.name, near)
			}
			return nil, faultf(m.off, "there is no %q to have a source", m.name)
		}
		if sources[m.name], err = nonEmpty(m.value); err != nil {
			return nil, jsonWithin(m.name, err)
		}
	}
	return sources, nil
}

// sourcePaths are the members that can have a source.
var sourcePaths = []string{
	"model", "from", "retired", "notRetiredBefore",
	"resolutions.resolution", "resolutions.maxDuration", "resolutions.tokensPerFrame", "resolutions.relativeTime",
	"defaultResolution", "partResolution", "maxVideoBytes", "warnVideoBytes", "maxVideos", "maxImages", "maxTokens",
	"maxFileBytes", "maxExamples", "maxTextExamples", "minExamples", "maxFPS",
	"validation.maxExamples", "validation.shareFrom", "validation.maxShare", "validation.advisedShare",
	"tokens.audioPerSecond", "tokens.timestampPerSecond", "tokens.imageLower", "tokens.imageUpper",
	"tokens.textRunesLower", "tokens.textRunesUpper", "tokens.textRunesUpperOther",
}

// complete fills in what may be missing, and judges the document as a whole.
func (d *limitsDoc) complete() error {
	l := d.l
	if l.Edition == "" {
		l.Edition = customEdition
	}
	if l.Model == "" {
		return errors.New("the model is missing")
	}
	if len(l.Resolutions) == 0 {
		return errors.New("the resolutions are missing")
	}
	if _, ok := l.At(l.DefaultResolution); !ok {
		if d.given["defaultResolution"] {
			return fmt.Errorf("defaultResolution: %s is not among the resolutions", l.DefaultResolution)
		}
		l.DefaultResolution = l.Resolutions[0].Resolution
		delete(l.Sources, "defaultResolution")
	}
	t := l.Tokens
	switch {
	case !l.Retired.IsZero() && !l.NotRetiredBefore.IsZero():
		return errors.New("retired and notRetiredBefore exclude each other")
	case t.ImageLower > t.ImageUpper:
		return fmt.Errorf("tokens: imageLower %d is more than imageUpper %d", t.ImageLower, t.ImageUpper)
	case t.TextRunesLower < max(t.TextRunesUpper, t.TextRunesUpperOther):
		return errors.New("tokens: textRunesLower is less than textRunesUpper or textRunesUpperOther: the lower estimate has the most runes a token")
	}
	return nil
}

// videoResolutions are the resolutions that limits can list, lowest first.
var videoResolutions = []MediaResolution{ResolutionLow, ResolutionMedium, ResolutionHigh}
