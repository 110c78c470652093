package chunk

import "github.com/seed-57910ec4/videotune"

// typeRule returns what the checker says of a line that names a MIME type:
// RuleMIMEUnknown for one that the service does not list, RuleMIMEDisputed for one
// that its pages disagree about, else "". It asks the checker itself, so that lines
// of a plan's pieces are judged as the plan was. A type that is not known is "".
func typeRule(mime string) videotune.Rule {
	if mime == "" || mime == "video/mp4" {
		return ""
	}
	line := videotune.Example{Contents: []videotune.Content{
		videotune.User(videotune.File("gs://bucket/object", mime), videotune.Text("?")),
		videotune.Model(videotune.Text("!")),
	}}
	for _, p := range videotune.Validate(&line, nil) {
		if p.Rule == videotune.RuleMIMEUnknown || p.Rule == videotune.RuleMIMEDisputed {
			return p.Rule
		}
	}
	return ""
}
