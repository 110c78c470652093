package videotune

import (
	"testing"
	"time"
)

// TestHints has lines whose problem has a hint that depends on what is possible: by the
// limits of the model, and with the file as it is.
func TestHints(t *testing.T) {
	const minute = time.Minute
	sound := Media{Bytes: 1000, Duration: minute, MIMEType: "audio/mp4", Video: Absent, AudioCodec: "aac"}
	mkv := Media{Bytes: 1000, Duration: minute, MIMEType: "video/x-matroska", VideoCodec: "h264"}
	mov := Media{Bytes: 1000, Duration: minute, MIMEType: "video/quicktime", VideoCodec: "h264"}
	for _, c := range []struct {
		name       string
		model      string
		resolution MediaResolution
		length     time.Duration
		media      *Media // of a file with another length if not nil
		rule       Rule
		hint       string
	}{
		{"too long at the lowest", "", ResolutionLow, 21 * minute, nil, RuleSegmentTooLong, "cut it into shorter segments"},
		{"too long at a higher one", "", ResolutionHigh, 6 * minute, nil, RuleSegmentTooLong, "cut it into shorter segments, or use MEDIA_RESOLUTION_LOW in all lines"},
		{"too long at all", "", ResolutionMedium, 21 * minute, nil, RuleSegmentTooLong, "cut it into shorter segments"},
		{"too many tokens of those at the other", "gemini-2.5-flash", ResolutionMedium, 9 * minute, nil, RuleSegmentTooLong, "cut it into shorter segments, or use MEDIA_RESOLUTION_LOW in all lines"},
		{"sound alone", "", ResolutionLow, 0, &sound, RuleMediaMIME, "write the type of the file that takes its place"},
		{"sound alone, no pictures", "", ResolutionLow, 0, &sound, RuleMediaNoVideo, "replace the file"},
		{"an image", "", ResolutionLow, 0, &Media{MIMEType: "image/png", Err: "not a video but an image"}, RuleMediaMIME, "write the type of the file that takes its place"},
		{"not listed", "", ResolutionLow, 0, &mkv, RuleMediaMIME, `the service does not list that type: convert the file to MP4, and write "video/mp4"`},
		{"listed", "", ResolutionLow, 0, &mov, RuleMediaMIME, `write "video/quicktime"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			model := c.model
			if model == "" {
				model = DefaultModel
			}
			limits, err := LimitsFor(model, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			policy := &Policy{Limits: limits}
			part := Video("gs://b/a.mp4")
			if c.media != nil {
				policy.Media = MediaMap{"gs://b/a.mp4": *c.media}.Lookup
			} else {
				part = part.Segment(0, c.length)
			}
			ex := &Example{Contents: []Content{User(part, Text("What?")), Model(Text("A dog."))}, GenerationConfig: GenerationConfig{MediaResolution: c.resolution}}
			for _, p := range Validate(ex, policy) {
				if p.Rule == c.rule {
					if p.Hint != c.hint {
						t.Errorf("%q, want %q", p.Hint, c.hint)
					}
					return
				}
			}
			t.Errorf("no problem of %s", c.rule)
		})
	}
}

// TestTokensHint names a resolution only if the line has few enough tokens by it.
func TestTokensHint(t *testing.T) {
	limits := &Limits{
		Model: "m", Edition: "e", MaxTokens: 1000, DefaultResolution: ResolutionLow, MaxVideos: 1,
		Resolutions: []ResolutionLimits{{Resolution: ResolutionLow, TokensPerFrame: 10}, {Resolution: ResolutionMedium, TokensPerFrame: 15}, {Resolution: ResolutionHigh, TokensPerFrame: 100}},
	}
	for length, want := range map[time.Duration]string{
		20 * time.Second:  "shorten the segment or the text, or use MEDIA_RESOLUTION_MEDIUM in all lines",
		90 * time.Second:  "shorten the segment or the text, or use MEDIA_RESOLUTION_LOW in all lines",
		101 * time.Second: "shorten the segment or the text",
	} {
		ex := &Example{Contents: []Content{User(Video("gs://b/a.mp4").Segment(0, length)), Model(Text("A dog."))}, GenerationConfig: GenerationConfig{MediaResolution: ResolutionHigh}}
		got := ""
		for _, p := range Validate(ex, &Policy{Limits: limits}) {
			if p.Rule == RuleTokensOver {
				got = p.Hint
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", length, got, want)
		}
	}
}
