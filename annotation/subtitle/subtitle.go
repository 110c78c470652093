// Package subtitle reads SubRip (SRT) and WebVTT files. Every cue becomes one event
// of the kind cue, with its text; lines are joined by "\n".
//
// One file is one video. Its ID is the name of the file without folders, extension
// and language: "talks/intro.en.srt" is the video "intro" in the language "en". A
// language is a code of two letters, or the code of three letters of a language that
// has one of two, with or without a script and a region ("pt-BR", "zh_Hant", "eng"),
// and perhaps with what tools add behind it: "en-orig", "en.sdh", "en.forced",
// "en.cc". Where the header of a WebVTT file says the language, that counts.
//
// # Cues
//
// A cue begins with the line of its times, wherever that stands, and ends before
// that of the next. So no text is lost that a file has between blank lines, before
// an index that is missing, or instead of a blank line; what stands behind a blank
// line within a cue becomes part of its text and is counted. Times have a comma or a
// point, hours of any number of digits or none, and any number of decimals: "1,5" is
// a second and a half; that decimals were not three is told. Files end lines with LF,
// CRLF or CR, and are UTF-8, UTF-16 or what the option encoding says. Cues may
// overlap and stand in any order: they come out sorted. What ends past the end of the
// video is repaired as the option repair says. Non-verbal cues such as "[ticks]" are
// cues.
//
// In SRT a line of digits right before the times of a cue is its index, which is not
// kept, if the first cue of the file has one too and a blank line stands before it; one
// of the two is enough for a line that continues the count. In WebVTT the line before the times is the cue's id where a
// blank line stands before it. The id and what follows the times in their line
// (settings, or the coordinates "X1:" of SRT) become the Attributes "id" and
// "settings", as they stand.
//
// # Markup
//
// Known tags (i, b, u, s, c, v, lang, ruby, rt, font, span and br, with classes), time
// stamps within texts, and style codes in braces such as {\an8} are taken out,
// entities such as &amp; are replaced once, and all of them are counted: one
// diagnostic a file says so. <v Speaker> becomes the Attribute "speaker", a list if
// there are several. All other angle brackets and braces are text. The white space
// around a line is left out, as are blank lines and cues without any text; the latter
// are counted.
//
// NOTE, STYLE and REGION blocks are no cues and are counted. Of the header of a WebVTT
// file the text behind the first word and the lines "Name: value" become Metadata, by
// their names in lower case. X-TIMESTAMP-MAP stands there too and is told, but it does
// not move times: it places them on the clock of a transport stream, and where the
// video begins on that clock the file does not say. One that maps a time to itself is
// not worth telling.
//
// # Rolling captions
//
// Automatic captions roll: a cue repeats the last line or lines of the one before, and
// cues of 10 ms stand between. With the option deroll each line is kept where it is
// shown first. In the order of the starts, a cue that begins no later than 100 ms
// after the end of the one before loses its first lines as far as these are the last
// ones there, the most that are equal; lines are compared without their markup. A cue
// that has nothing else, from the same speakers, is left out, and the event of the lines it repeats lasts as
// long as it does. Cues and lines that are left out are counted. Without the option
// nothing of this is done, but a file of which a half would be is told.
//
// # Refusals
//
// A file without a name, one of another format (WebVTT without its header is one), a
// file with text but no cue, and times that cannot be read end with an error. An SRT
// file of no bytes does not say whether anybody has transcribed its video, which is
// thus unlabelled; a WebVTT file with a header and no cues is a video in which nothing
// is said.
package subtitle

import (
	"bufio"
	"iter"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// ReadSRT returns the one video of a SubRip file. Options that fit are duration,
// encoding and deroll, and those of all formats.
func ReadSRT(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return read(annotation.FormatSRT, in, o)
}

// ReadWebVTT returns the one video of a WebVTT file. Options are those of [ReadSRT].
func ReadWebVTT(in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return read(annotation.FormatWebVTT, in, o)
}

func read(f annotation.Format, in videotune.Input, o *annotation.Options) iter.Seq2[*annotation.Video, error] {
	return reading.Videos(f, in, o, func(r *reading.Reading, text *bufio.Reader, emit func(*annotation.Video) error) error {
		p := &parser{Reading: r, vtt: f == annotation.FormatWebVTT, lines: newLines(text)}
		p.video.ID, p.video.Language = nameOf(in.Name)
		if p.video.ID == "" {
			return r.Refuse(annotation.CodeVideoMissing, reading.At{}, "give the file the name of its video",
				"nothing says which video this is: the name of the file does, and %q is none", in.Name)
		}
		if err := p.parse(); err != nil {
			return err
		}
		p.finish()
		return emit(&p.video)
	})
}
