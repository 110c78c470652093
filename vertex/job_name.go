package vertex

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"google.golang.org/genai"
)

// A JobName is the resource name of a tuning job,
// projects/PROJECT/locations/REGION/tuningJobs/ID. Its zero value names none.
//
// The SDK asks the host of the region that a client is made for, with the caller's
// credentials. So before a client is made of what a job's name says, the name has to go
// through [ParseJobName].
type JobName struct {
	Project string // id or number
	Region  string // such as "us-central1"
	ID      string
}

// ParseJobName reads the resource name of a tuning job. What comes without an error has
// a region that passes [CheckRegion], and a project that passes [CheckProject].
func ParseJobName(name string) (JobName, error) {
	parts := strings.Split(name, "/")
	if len(parts) != 6 || parts[0] != "projects" || parts[2] != "locations" || parts[4] != "tuningJobs" || !jobID.MatchString(parts[5]) {
		return JobName{}, fmt.Errorf("vertex: %q is no name of a tuning job: projects/P/locations/L/tuningJobs/ID", name)
	}
	n := JobName{parts[1], parts[3], parts[5]}
	if err := errors.Join(CheckProject(n.Project), CheckRegion(n.Region)); err != nil {
		return JobName{}, fmt.Errorf("%w (in the name of the job %q)", err, name)
	}
	return n, nil
}

// String returns the resource name.
func (n JobName) String() string {
	return fmt.Sprintf("projects/%s/locations/%s/tuningJobs/%s", n.Project, n.Region, n.ID)
}

// maxRegion bounds the name of a region, which is a part of a label of a host name: 63
// bytes, of which "-aiplatform" are eleven.
const maxRegion = 52

var (
	regionText  = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	projectText = regexp.MustCompile(`^([a-z0-9][a-z0-9.-]*:)?[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)
	jobID       = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)
)

// CheckRegion returns an error for what is no name of a region that a job may run in:
// lowercase letters, digits and hyphens, and not global. Whether there is such a region
// it does not know.
//
// The SDK makes the name of a host of the region: what does not pass may send the
// caller's credentials to a host of somebody else.
func CheckRegion(region string) error {
	switch {
	case region == "":
		return errors.New("vertex: no region is named; name one such as us-central1")
	case region == "global":
		return errors.New("vertex: Gemini is not tuned in the location global; name a region such as us-central1")
	case region != strings.ToLower(region) && CheckRegion(strings.ToLower(region)) == nil:
		return fmt.Errorf("vertex: %q is no name of a region; write it in lower case: %s", region, strings.ToLower(region))
	case len(region) > maxRegion || !regionText.MatchString(region):
		return fmt.Errorf("vertex: %q is no name of a region; one is called like us-central1", region)
	}
	return nil
}

// CheckProject returns an error for what is neither the id nor the number of a project:
// lowercase letters, digits and hyphens, after a domain and a colon in ids of old.
func CheckProject(project string) error {
	switch {
	case project == "":
		return errors.New("vertex: no project is named")
	case len(project) > 255 || !projectText.MatchString(project):
		return fmt.Errorf("vertex: %q is no id or number of a project; one is called like my-project", project)
	}
	return nil
}

// jobName returns the resource name of a job of which the name or the id is given.
func jobName(client *genai.Client, name string) (string, error) {
	if err := usable(client); err != nil {
		return "", err
	}
	cc := client.ClientConfig()
	if id := strings.TrimPrefix(name, "tuningJobs/"); jobID.MatchString(id) {
		return JobName{cc.Project, cc.Location, id}.String(), nil
	}
	n, err := ParseJobName(name)
	if err != nil {
		return "", fmt.Errorf("%w, or the ID alone", err)
	}
	if n.Region != cc.Location {
		return "", fmt.Errorf("vertex: the job %s runs in %s, the client asks %s: make a client for that region", name, n.Region, cc.Location)
	}
	return n.String(), nil
}
