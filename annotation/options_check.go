package annotation

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/config"
	"github.com/seed-57910ec4/videotune/internal/nearest"
)

// ParseOptions reads options as JSON. Unknown names, and values that an option
// cannot have, are errors that name what would be right.
func ParseOptions(data []byte) (*Options, error) {
	o := new(Options)
	if err := config.Decode(data, o); err != nil {
		return nil, fmt.Errorf("annotation: options: %w", err)
	}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	return o, nil
}

// A Format names a format of annotations.
type Format string

// The formats.
const (
	FormatRows        Format = "rows"
	FormatSQL         Format = "sql"
	FormatLabelStudio Format = "labelstudio"
	FormatSRT         Format = "srt"
	FormatWebVTT      Format = "webvtt"
	FormatVertex      Format = "vertex"
	FormatAutoML      Format = "automl-csv"
	FormatActivityNet Format = "activitynet"
	FormatCVAT        Format = "cvat"
	FormatVIA         Format = "via"
	FormatVIACSV      Format = "via-csv"
	FormatChat        Format = "chat"
)

// fits are the options that fit each format, besides those of all formats.
var fits = map[Format]string{
	FormatRows:        "columns time_unit fps frame_base frame_end duration offset delimiter decimal header comment null encoding sentinels negative_labels group strict",
	FormatSQL:         "columns time_unit fps frame_base frame_end duration offset null sentinels negative_labels group driver dsn query args strict",
	FormatLabelStudio: "fps fps_field fps_derive frame_base frame_end duration offset label_config fields annotations label_from negative_labels",
	FormatSRT:         "duration offset encoding deroll",
	FormatWebVTT:      "duration offset encoding deroll",
	FormatVertex:      "duration offset negative_labels",
	FormatAutoML:      "duration offset encoding negative_labels automl resolve",
	FormatActivityNet: "fps frame_base frame_end duration offset negative_labels",
	FormatCVAT:        "fps duration offset negative_labels label_from text_attributes",
	FormatVIA:         "duration offset negative_labels label_from text_attributes",
	FormatVIACSV:      "duration offset encoding negative_labels label_from attribute_options text_attributes",
	FormatChat:        "",
}

// fitsAll are the options that fit every format.
const fitsAll = " uri repair"

// Formats returns the formats in the order of their names.
func Formats() []Format { return slices.Sorted(maps.Keys(fits)) }

// Fits returns the names of the options that fit a format, in order; none for one
// that is not known.
func Fits(f Format) []string {
	names, ok := fits[f]
	if !ok {
		return nil
	}
	list := strings.Fields(names + fitsAll)
	slices.Sort(list)
	return list
}

// ParseFormat returns the format of that name, or an error that names the nearest.
func ParseFormat(name string) (Format, error) {
	if _, ok := fits[Format(name)]; ok {
		return Format(name), nil
	}
	var known []string
	for _, f := range Formats() {
		known = append(known, string(f))
	}
	near := nearest.DidYouMean("", nearest.Word(name, known))
	return "", fmt.Errorf("annotation: unknown format %q%s; known are %s", clip(name), near, strings.Join(known, ", "))
}

// CheckFor returns an [*Error] for the first option that is set and does not fit the
// format, or that has a value that it cannot have. nil is ready for every format.
func (o *Options) CheckFor(f Format) error {
	if _, err := ParseFormat(string(f)); err != nil {
		return err
	}
	if o == nil {
		return nil
	}
	if err := o.Validate(); err != nil {
		return err
	}
	fit := Fits(f)
	v := reflect.ValueOf(*o)
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if name == "-" || v.Field(i).IsZero() || slices.Contains(fit, name) {
			continue
		}
		return refusal(CodeOptionUnfit, fmt.Sprintf("the option %s does not fit the format %s", name, f),
			"leave it out; "+string(f)+" takes "+strings.Join(fit, ", "))
	}
	return nil
}

// Validate returns an error, which wraps one [*Error] for each option with a value
// that it cannot have whatever the format is.
func (o *Options) Validate() error {
	var errs []error
	bad := func(name, format string, args ...any) {
		errs = append(errs, refusal(CodeOptionInvalid, "the option "+name+" "+fmt.Sprintf(format, args...), ""))
	}
	oneOf(bad, "time_unit", o.TimeUnit, UnitSeconds, UnitMilliseconds, UnitMicroseconds, UnitClock)
	oneOf(bad, "frame_end", o.FrameEnd, FrameInclusive, FrameExclusive)
	oneOf(bad, "group", o.Group, GroupBuffer)
	oneOf(bad, "annotations", o.Annotations, TakeGroundTruth, TakeNewest, TakeAll)
	oneOf(bad, "automl", o.AutoML, AutoMLClassification, AutoMLAction, AutoMLTracking)
	oneOf(bad, "decimal", o.Decimal, ".", ",")
	if d := o.Delimiter; d != "" && d != "tab" && len([]rune(d)) != 1 {
		bad("delimiter", `is %q; want one character, or "tab"`, clip(d))
	}
	for _, role := range slices.Sorted(maps.Keys(o.Columns)) {
		if _, _, err := ParseRole(role); err != nil {
			bad("columns", "%s", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o.Fields)) {
		oneOf(bad, "fields."+name, o.Fields[name], "choices", "text", "labels", "ignore")
	}
	if err := o.Repair.Validate(); err != nil {
		bad("repair", "%s", strings.TrimPrefix(err.Error(), "annotation: repair."))
	}
	if _, err := ExpandURI(o.URI, "x", ""); err != nil {
		bad("uri", "%s", err)
	}
	return errors.Join(errs...)
}

func oneOf[T ~string](bad func(name, format string, args ...any), name string, v T, choice ...T) {
	if v == "" || slices.Contains(choice, v) {
		return
	}
	var words []string
	for _, c := range choice {
		words = append(words, string(c))
	}
	bad(name, "is %q; want %s", clip(string(v)), strings.Join(words, ", "))
}

func refusal(code Code, message, hint string) *Error {
	return &Error{Diagnostic: Diagnostic{Code: code, Severity: Refusal, Message: message, Hint: hint}}
}

// timeRoles are the roles that can carry a unit.
var timeRoles = []string{"start", "end", "length", "duration", "offset"}

// unitSuffixes are the suffixes of roles.
var unitSuffixes = map[string]Unit{"_s": UnitSeconds, "_sec": UnitSeconds, "_ms": UnitMilliseconds, "_us": UnitMicroseconds, "_frame": UnitFrames}

// ParseRole splits a role such as "start_ms" into "start" and its unit. One without
// a suffix has [UnitNone]. A name that is no role is an error that names the nearest.
func ParseRole(name string) (role string, unit Unit, err error) {
	if slices.Contains(Roles, name) {
		return name, UnitNone, nil
	}
	if i := strings.LastIndexByte(name, '_'); i > 0 && slices.Contains(timeRoles, name[:i]) {
		if u, ok := unitSuffixes[name[i:]]; ok {
			return name[:i], u, nil
		}
	}
	return "", UnitNone, fmt.Errorf("unknown role %q%s", clip(name), nearest.DidYouMean("", nearest.Word(name, Roles)))
}
