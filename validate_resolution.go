package videotune

import (
	"strings"

	"github.com/seed-57910ec4/videotune/internal/wire"
)

// resolution judges the resolution of the line. That all lines agree on one is
// the collector's business.
func (j *judge) resolution() {
	x := j.x
	r := MediaResolution(x.Resolution.S)
	if !x.Config.Has(wire.MediaResolution) || x.ConfigBad.Has(wire.MediaResolution) || r == resolutionUnspecified {
		return
	}
	const ptr = "/generationConfig/mediaResolution"
	switch _, listed := j.limits.At(r); {
	case listed:
	case r == ResolutionLow || r == ResolutionMedium || r == ResolutionHigh:
		hint := "the edition lists " + j.listed()
		if e := j.limits.EditionListing(r); e != "" {
			hint += "; the edition " + e + " lists it: check by that one with a later date"
		}
		j.add(RuleResolutionUnlisted, x.Resolution.At, ptr, "video tuning of "+j.limits.Model+" does not list "+string(r)+" in the edition "+j.limits.Edition, hint)
	default:
		hint := "video tuning lists " + j.listed()
		if meant := meantResolution(string(r)); meant != "" {
			hint = `write "` + meant + `"`
		}
		j.utf8(string(r), ptr)
		j.add(RuleResolutionUnknown, x.Resolution.At, ptr, "unknown resolution "+quote(string(r))+"; the service refuses it", hint)
	}
}

// listed returns the resolutions of the limits in words.
func (j *judge) listed() string {
	names := make([]string, len(j.limits.Resolutions))
	for i, r := range j.limits.Resolutions {
		names[i] = string(r.Resolution)
	}
	return strings.Join(names, ", ")
}

// meantResolution returns the resolution that a short or misspelt name means.
func meantResolution(s string) string {
	s = strings.ToUpper(strings.NewReplacer("-", "_", " ", "_").Replace(strings.TrimSpace(s)))
	s = strings.TrimPrefix(strings.TrimPrefix(s, "MEDIA_RESOLUTION"), "_")
	switch s {
	case "LOW", "MEDIUM", "HIGH":
		return "MEDIA_RESOLUTION_" + s
	case "MED":
		return string(ResolutionMedium)
	}
	return ""
}

// partResolution judges the resolution of a part.
func (j *judge) partResolution(p *wire.Part, turn, part int) {
	if p.Bad.Has(wire.PartResolution) || p.ResolutionBad.Has(wire.Level) {
		return
	}
	ptr := partAt(turn, part) + "/mediaResolution"
	if !p.Seen.Has(wire.FileData|wire.InlineData) && !j.refused(partAt(turn, part)) {
		j.add(RulePartResolutionWithoutFile, p.ResolutionAt, ptr, "a resolution on a part without a file: there is no video that it could be of", "put it into the part that holds fileData, or remove it")
		return
	}
	if !j.limits.PartResolution {
		j.add(RulePartResolutionUnsupported, p.ResolutionAt, ptr, j.limits.Model+" knows no resolution on a part, only Gemini 3 and later do", "set generationConfig.mediaResolution, one value for all lines")
		return
	}
	r := MediaResolution(p.Level.S)
	_, listed := j.limits.At(r)
	switch {
	case r == "" || r == resolutionUnspecified:
	case r == resolutionUltraHigh && strings.HasPrefix(p.MIMEType.S, "image/"):
	case r == resolutionUltraHigh:
		j.add(RuleResolutionUnlisted, p.Level.At, ptr+"/level", string(r)+" is for images, never for video", "video tuning lists "+j.listed())
	case !listed:
		hint := "video tuning lists " + j.listed()
		if meant := meantResolution(string(r)); meant != "" {
			hint = `write "` + meant + `"`
		}
		j.add(RuleResolutionUnknown, p.Level.At, ptr+"/level", "unknown resolution "+quote(string(r))+"; the service refuses it", hint)
	case r != j.lineResolution():
		j.add(RulePartResolutionDiffers, p.Level.At, ptr+"/level", "the part's resolution "+string(r)+" differs from the line's: the page asks for one resolution and also shows parts that differ", "leave the part's resolution out unless the mix is meant")
	}
}

// lineResolution returns the resolution of the line, "" for absent, unspecified
// and refused ones.
func (j *judge) lineResolution() MediaResolution {
	r := MediaResolution(j.x.Resolution.S)
	if j.x.ConfigBad.Has(wire.MediaResolution) || r == resolutionUnspecified {
		return ""
	}
	return r
}
