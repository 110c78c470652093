package chunk

import (
	"fmt"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/pbtime"
	"github.com/seed-57910ec4/videotune/internal/words"
)

// Why returns the reason of the plan as a sentence with its numbers, for people.
// Its words may change; programs go by Action and Reason.
func (p *Plan) Why() string {
	return p.because() + p.instead() + p.doubt()
}

func (p *Plan) because() string {
	m, b, length := &p.Source.Media, &p.Bounds, pbtime.Format(p.Source.length())
	size := fmt.Sprintf("%d bytes", m.Bytes)
	switch p.Reason {
	case ReasonFits:
		return fmt.Sprintf("%s and %s: within the limits", length, size)
	case ReasonSizeNear:
		return size + ": within the limit if 100 MB are 104,857,600 bytes, over it if they are 100,000,000"
	case ReasonWanted:
		return "parts of it are wanted only: " + p.outcome()
	case ReasonTooLong:
		return fmt.Sprintf("%s long, where a piece may have %s%s: %s", length, pbtime.Format(b.MaxLength), p.at(), p.outcome())
	case ReasonTooLarge:
		return fmt.Sprintf("%s, where a file may have %d: %s", size, b.MaxBytes, p.outcome())
	case ReasonUnlistedType:
		return "the service lists no files of type " + m.MIMEType + ": " + p.outcome()
	case ReasonUnreadable:
		return "the file was looked at and could not be read: " + m.Err
	case ReasonNoVideo:
		return "the file has no video track"
	case ReasonSizeUnknown:
		return "it is not known how many bytes the file has"
	case ReasonLengthUnknown:
		return "it is not known how long the video is"
	case ReasonNothingWanted:
		if len(p.Source.Use) == 0 {
			return "nothing of it is wanted"
		}
		return fmt.Sprintf("what is wanted lies outside the video, which is %s long", length)
	case ReasonTooShort:
		return fmt.Sprintf("%s of it are wanted at most in one stretch, where a piece has at least %s", pbtime.Format(p.longestLeft()), pbtime.Format(b.MinLength))
	case ReasonTooDense:
		return fmt.Sprintf("%s in %s: pieces of %d bytes would be too short", size, length, b.TargetBytes)
	case ReasonTooManyPieces:
		return fmt.Sprintf("%s and %s: it would take more than %d pieces", length, size, MaxPieces)
	}
	return string(p.Reason)
}

// instead says why the video is not encoded, where that was asked for.
func (p *Plan) instead() string {
	width, height := p.Source.picture()
	switch p.Unencoded {
	case PictureUnknown:
		return "; not encoded at a lower resolution, since its width and height are not known"
	case PictureTooLarge:
		return fmt.Sprintf("; not encoded at a lower resolution, since %d×%d pixels are beyond any picture", width, height)
	case PictureSmall:
		least := max(p.Bounds.MinHeight, heights[len(heights)-1])
		return fmt.Sprintf("; not encoded at a lower resolution, since none of at least %d lines is lower than its own of %d", least, min(width, height))
	}
	return ""
}

// doubt tells of the type of the video's own file, where lines use that.
func (p *Plan) doubt() string {
	own := p.Action == ActionWhole || p.Action == ActionSegments
	if mime := p.Source.Media.MIMEType; own && typeRule(mime) == videotune.RuleMIMEDisputed {
		return "; the service's pages disagree about the type " + mime
	}
	return ""
}

// at names the resolution that the limit of the length is for.
func (p *Plan) at() string {
	if p.Bounds.Resolution == "" {
		return ""
	}
	return " at " + string(p.Bounds.Resolution)
}

// outcome says what is made of the video.
func (p *Plan) outcome() string {
	n := len(p.Pieces)
	switch p.Action {
	case ActionSegments:
		return words.Count(n, "segment")
	case ActionCuts:
		if p.Reason == ReasonUnlistedType {
			return "converted to MP4, " + words.Count(n, "file")
		}
		return "cut into " + words.Count(n, "file")
	case ActionReencode:
		s := "encoded anew into " + words.Count(len(p.Files()), "file")
		if p.Encode != nil {
			s += fmt.Sprintf(" of %d×%d", p.Encode.Width, p.Encode.Height)
		}
		if n > len(p.Files()) {
			s += " with " + words.Count(n, "segment")
		}
		return s
	}
	return "left out"
}

func (p *Plan) longestLeft() (longest time.Duration) {
	for _, s := range p.Left {
		longest = max(longest, s.Length())
	}
	return longest
}
