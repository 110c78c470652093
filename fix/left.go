package fix

import (
	"cmp"

	"github.com/seed-57910ec4/videotune"
)

// newLeft returns what is left of p, which comes from a line of the input. What is known
// better of a value than Check knows it, such as why no unit makes a time of it, is said
// in its place.
func newLeft(p videotune.Problem, source int, o *Obstacle, opts *Options) Left {
	if o == nil {
		o = reason(&p, source, opts)
	} else if o.says {
		p.Message, p.Hint = o.Message, ""
	}
	return Left{p, source, o}
}

// reason returns why p is left where nothing more is known than its rule; nil for a
// warning that no flag mends.
func reason(p *videotune.Problem, source int, opts *Options) *Obstacle {
	info, _ := videotune.LookupRule(p.Rule)
	o := &Obstacle{Line: cmp.Or(source, p.Line), Pointer: p.Pointer}
	flag := info.FixFlag
	if p.Rule == videotune.RuleResolutionMixed && p.Pointer == "" {
		flag = "--resolution" // the line has none
	}
	switch {
	case flag != "" && !opts.given(flag):
		o.Flag, o.Message = flag, flagWords[flag]
	case p.Severity < videotune.SeverityDrop:
		return nil
	case info.Fixable:
		o.Message = "it is none of the forms that are mended without a guess"
	default:
		o.Message = "what belongs there is not in the file"
	}
	return o
}

// flagWords say why what a flag mends is not mended without it.
var flagWords = map[string]string{
	"--resolution":         "--resolution fills one in",
	"--replace-resolution": "the line has another resolution; --resolution with --replace-resolution replaces it",
	"--drop-duplicates":    "an example that stands in the file before may be meant; --drop-duplicates leaves it out",
	"--dropped":            "the service leaves the example out; --dropped moves it to another file",
	"--remove-unknown":     "a member that the service does not know may be of use to others; --remove-unknown leaves it out",
}

// given reports whether the options ask for what a flag asks for.
func (o *Options) given(flag string) bool {
	switch flag {
	case "--resolution":
		return o.Resolution != ""
	case "--replace-resolution":
		return o.Resolution != "" && o.ReplaceResolution
	case "--offset-unit":
		return o.OffsetUnit != OffsetUnit{}
	case "--drop-duplicates":
		return o.DropDuplicates
	case "--dropped":
		return o.Dropped != nil
	case "--remove-unknown":
		return o.RemoveUnknown
	}
	return false
}
