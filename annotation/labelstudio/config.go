package labelstudio

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/reading"
)

// A config is what the labeling interface of a project says.
type config struct {
	member   string // of data, that holds the video; "" if there is no <Video>
	rate     string // the framerate of <Video>: a number, or "$" and a member of data
	controls map[string]control
	repeated bool // controls stand in a <Repeater>, so that not all names are known
}

// A control is what people label with.
type control struct {
	kind      string // the name of its tag, in lower case, which is the type of results
	perRegion bool
}

// maxConfig is the largest labeling interface that is read, in bytes.
const maxConfig = 4 << 20

// configure reads the option label_config.
func (f *file) configure() error {
	text := strings.TrimSpace(f.Options.LabelConfig)
	if text == "" {
		return nil
	}
	bad := func(err error) error {
		return f.Refuse(annotation.CodeOptionInvalid, reading.At{}, "want the XML of the labeling interface, or the name of a file that holds it",
			"the option label_config: %w", err)
	}
	if !strings.HasPrefix(text, "<") {
		var err error
		if text, err = readConfig(text); err != nil {
			return bad(err)
		}
	}
	c, err := parseConfig(text)
	if err != nil {
		return bad(err)
	}
	f.config = c
	return nil
}

// readConfig reads a file of bounded size.
func readConfig(name string) (string, error) {
	file, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxConfig+1))
	if err == nil && len(data) > maxConfig {
		err = fmt.Errorf("%s has more than %d bytes", name, maxConfig)
	}
	return strings.TrimPrefix(string(data), "\ufeff"), err
}

// errNoTags says that XML is no labeling interface.
var errNoTags = errors.New("it has neither a <Video> nor a control with name and toName")

// parseConfig reads a labeling interface.
func parseConfig(text string) (*config, error) {
	c := &config{controls: map[string]control{}}
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.Entity = xml.HTMLEntity
	for {
		t, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if start, ok := t.(xml.StartElement); ok {
			if err := c.tag(start); err != nil {
				return nil, err
			}
		}
	}
	if c.member == "" && len(c.controls) == 0 {
		return nil, errNoTags
	}
	return c, nil
}

// tag takes what one tag says. Label Studio heeds no case in names.
func (c *config) tag(start xml.StartElement) error {
	attrs := map[string]string{}
	for _, a := range start.Attr {
		attrs[strings.ToLower(a.Name.Local)] = strings.TrimSpace(a.Value)
	}
	kind, name := strings.ToLower(start.Name.Local), attrs["name"]
	switch {
	case kind == "repeater":
		c.repeated = true
	case kind == "video":
		return c.video(attrs)
	case name != "" && attrs["toname"] != "" && kind != "filter":
		c.controls[name] = control{kind, strings.EqualFold(attrs["perregion"], "true")}
	}
	return nil
}

// video takes what a <Video> says.
func (c *config) video(attrs map[string]string) error {
	member, ok := strings.CutPrefix(attrs["value"], "$")
	switch {
	case !ok || member == "":
		return fmt.Errorf(`the value of <Video> is %s; want "$" and a member of data`, reading.Quote(attrs["value"]))
	case c.member != "" && c.member != member:
		return fmt.Errorf("it shows two videos, $%s and $%s; a task is one", c.member, member)
	}
	c.member = member
	if rate := attrs["framerate"]; rate != "" {
		if c.rate != "" && c.rate != rate {
			return fmt.Errorf("its <Video> tags have the frame rates %s and %s", reading.Quote(c.rate), reading.Quote(rate))
		}
		c.rate = rate
	}
	return nil
}
