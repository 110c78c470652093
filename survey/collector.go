package survey

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/wire"
)

// The widths of the bins that histograms begin with. The limits of the service are
// multiples of them.
const (
	lengthWidth = int64(time.Second)
	tokenWidth  = 32
	sizeWidth   = 64 << 10
)

// A Collector takes the examples of a dataset one after the other.
type Collector struct {
	policy  *videotune.Policy
	limits  *videotune.Limits
	survey  Survey
	decoder wire.Decoder
	videos  map[string]int32
	kept    [][2]int32 // uses that are kept, by video and side
	uses    int        // that are kept, of all videos
	samples [2]reservoir
	files   [2][]string
	texts   []string // memory of texts
}

// New returns a Collector for a dataset that is judged by the policy; nil is the zero
// Policy.
func New(policy *videotune.Policy, opts *Options) *Collector {
	if opts == nil {
		opts = new(Options)
	}
	c := &Collector{policy: policy, videos: make(map[string]int32)}
	if policy != nil && policy.Limits != nil {
		c.limits = policy.Limits
	} else if l, err := videotune.LimitsFor("", time.Time{}); err == nil {
		c.limits = l
	} else {
		c.limits = new(videotune.Limits)
	}
	most := opts.Sample
	if most == 0 {
		most = DefaultSample
	}
	c.survey.Limits = c.limits
	c.survey.Sizes = Histogram{Limit: c.limits.MaxVideoBytes, Width: sizeWidth}
	for split := range c.survey.Sides {
		s := &c.survey.Sides[split]
		s.Tokens = Histogram{Limit: c.limits.MaxTokens, Width: tokenWidth}
		for _, r := range c.limits.Resolutions {
			s.Lengths = append(s.Lengths, Lengths{r.Resolution, Histogram{Limit: int64(r.MaxDuration), Width: lengthWidth}})
		}
		c.samples[split].most = max(most, 0)
	}
	return c
}

// Example takes one example. It keeps nothing of e.
func (c *Collector) Example(e *videotune.ExampleReport) {
	s := &c.survey.Sides[e.Split]
	s.Examples++
	if e.Dropped {
		s.Dropped++
	}
	if e.Resolution != "" {
		s.Tokens.Add(e.Tokens.Lower)
		if most := s.Tokens.Limit; most > 0 && e.Tokens.Upper > most && e.Tokens.Lower <= most {
			s.TokensNear++
		}
	}
	for i := range e.Videos {
		s.length(e.Resolution, e.Videos[i].Length)
	}
	if e.Bytes == nil {
		s.Large++
		return
	}
	c.line(s, e)
	c.sample(e)
}

// length counts the length of a use.
func (s *Side) length(r videotune.MediaResolution, d time.Duration) {
	for i := range s.Lengths {
		if l := &s.Lengths[i]; l.Resolution == r && d > 0 {
			l.Add(int64(d))
			return
		}
	}
	s.Unmeasured++
}

// line takes what the line itself says.
func (c *Collector) line(s *Side, e *videotune.ExampleReport) {
	x := c.decoder.Decode(e.Bytes)
	s.Resolutions.add(x.Resolution.S)
	if c.texts = appendTexts(c.texts[:0], &x.System); len(c.texts) > 0 {
		s.Systems.add(c.texts, e.File, e.Line)
	}
	prompted := false
	videos := e.Videos
	for turn := range x.Contents {
		content := &x.Contents[turn]
		if !prompted && content.Role.S != string(videotune.RoleModel) {
			c.texts = appendTexts(c.texts[:0], content)
			s.Prompts.add(c.texts, e.File, e.Line)
			prompted = true
		}
		for part := range content.Parts {
			p := &content.Parts[part]
			if !p.Seen.Has(wire.FileData) {
				continue
			}
			s.MIMETypes.add(p.MIMEType.S)
			s.Places.add(placeOf(p.FileURI.S))
			for len(videos) > 0 && (videos[0].Turn < turn || videos[0].Turn == turn && videos[0].Part < part) {
				videos = videos[1:]
			}
			if len(videos) > 0 && videos[0].Turn == turn && videos[0].Part == part {
				c.use(p.FileURI.S, Use{Split: e.Split, Start: videos[0].Start, Length: videos[0].Length})
			}
		}
	}
}

func appendTexts(dst []string, c *wire.Content) []string {
	for i := range c.Parts {
		if p := &c.Parts[i]; p.Seen.Has(wire.Text) {
			dst = append(dst, p.Text.S)
		}
	}
	return dst
}

// use takes what an example uses of a video.
func (c *Collector) use(uri string, u Use) {
	name := videotune.VideoName(uri)
	i, ok := c.videos[name]
	if !ok {
		if len(c.survey.Videos) == MaxVideos {
			c.survey.MoreUses++
			return
		}
		i = int32(len(c.survey.Videos))
		v := Video{URI: strings.Clone(uri)}
		c.facts(&v)
		if name == uri {
			c.videos[v.URI] = i
		} else {
			c.videos[strings.Clone(name)] = i
		}
		c.survey.Videos = append(c.survey.Videos, v)
		c.kept = append(c.kept, [2]int32{})
	}
	v, kept := &c.survey.Videos[i], &c.kept[i][u.Split]
	if *kept == MaxUses || c.uses == MaxAllUses {
		v.MoreUses[u.Split]++
		return
	}
	*kept++
	c.uses++
	v.Uses = append(v.Uses, u)
}

// facts looks up what is known of a video.
func (c *Collector) facts(v *Video) {
	if c.policy != nil && c.policy.Media != nil {
		if m, ok := c.policy.Media(v.URI); ok {
			v.Bytes = m.Bytes
			v.Duration, _ = m.Length()
		}
	}
	if v.Bytes > 0 {
		c.survey.Sizes.Add(v.Bytes)
	} else {
		c.survey.Unsized++
	}
}

// sample keeps the example if its turn has come.
func (c *Collector) sample(e *videotune.ExampleReport) {
	files := &c.files[e.Split]
	if n := len(*files); n == 0 || (*files)[n-1] != e.File {
		*files = append(*files, e.File)
	}
	r := &c.samples[e.Split]
	if key := keyOf(len(*files), e.Line); r.wants(key) && len(e.Bytes) <= MaxSampleBytes {
		r.add(key, e)
	}
}

// Survey returns what was taken up to now. It shares memory with the Collector, which
// must not be used any more.
func (c *Collector) Survey() *Survey {
	s := &c.survey
	for split := range s.Sides {
		s.Sides[split].Sample = c.samples[split].list(c.policy, c.files[split])
	}
	s.Videos = slices.Clip(s.Videos)
	return s
}

// placeOf returns where a file lies: "gs://bucket", "https://host"; "" for a path.
// It is a view of uri.
func placeOf(uri string) string {
	scheme, rest, ok := strings.Cut(uri, "://")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return ""
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	return uri[:len(scheme)+len("://")+len(rest)]
}
