package e2e

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const (
	goodLine = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What?"}]},{"role":"model","parts":[{"text":"dog"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"
	badLine  = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"/home/me/v.mp4","mimeType":"video/mp4"}},{"text":"What?"}]},{"role":"model","parts":[{"text":"dog"}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}` + "\n"
)

// repository is the root of the repository.
func repository(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// readYAML reads a file of the repository.
func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository(t), name))
	if err != nil {
		t.Fatal(err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// folder returns a folder with these files, given as names and contents in turn.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// An action is action.yml.
type action struct {
	Name, Description string
	Branding          map[string]string
	Inputs            map[string]struct {
		Description string
		Required    bool
		Default     *string
	}
	Outputs map[string]struct{ Description, Value string }
	Runs    struct {
		Using string
		Steps []actionStep
	}
}

type actionStep struct {
	ID, Name, Uses, Shell, Run string
	With, Env                  map[string]string
}

var expression = regexp.MustCompile(`\$\{\{ *([^ }]+) *\}\}`)

// run runs the steps of the action that have a script, as a runner does, and
// returns what they printed, the outputs and the exit status.
func (a *action) run(t *testing.T, temp, dir string, inputs map[string]string) (log, outputs string, status int) {
	t.Helper()
	values := map[string]string{"github.action_path": repository(t)}
	for name, in := range a.Inputs {
		value, given := inputs[name]
		if in.Required != given && in.Default == nil {
			t.Fatalf("the input %s is required: %v, given: %v", name, in.Required, given)
		}
		if !given && in.Default != nil {
			value = *in.Default
		}
		values["inputs."+name] = value
	}
	outputFile := filepath.Join(t.TempDir(), "output")
	for _, step := range a.Runs.Steps {
		if step.Run == "" {
			continue
		}
		cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "RUNNER_TEMP="+temp, "GITHUB_OUTPUT="+outputFile)
		for name, value := range step.Env {
			cmd.Env = append(cmd.Env, name+"="+expression.ReplaceAllStringFunc(value, func(e string) string {
				v, ok := values[expression.FindStringSubmatch(e)[1]]
				if !ok {
					t.Fatalf("nothing is known of %s", e)
				}
				return v
			}))
		}
		out, err := cmd.CombinedOutput()
		log += string(out)
		if err != nil {
			status = cmd.ProcessState.ExitCode()
			break
		}
	}
	text, err := os.ReadFile(outputFile)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return log, string(text), status
}

// The action installs the command from its own checkout, and judges a good and a
// bad dataset.
func TestAction(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash to run the scripts of action.yml")
	}
	var a action
	readYAML(t, "action.yml", &a)
	for _, step := range a.Runs.Steps {
		if strings.Contains(step.Run, "${{") || step.Run != "" && step.Shell != "bash" {
			t.Errorf("the step %q has an input in its script, or no shell", step.Name)
		}
	}
	temp := t.TempDir()
	dir := folder(t, "good.jsonl", goodLine, "my data/bad, 1.jsonl", badLine, "more.jsonl", goodLine)
	type m = map[string]string
	for _, tt := range []struct {
		name         string
		inputs       m
		status       int
		log, outputs string
	}{
		{"good", m{"train": "good.jsonl\n"}, 0, "::notice file=good.jsonl,title=examples-few::", "job-would-fail=false\n"},
		{"bad", m{"train": "\n  my data/bad, 1.jsonl \r\n"}, 1, "::error file=my data/bad%2C 1.jsonl,line=1,col=61,title=uri-local::", "job-would-fail=true\n"},
		{"bad validation", m{"train": "good.jsonl", "validation": "my data/bad, 1.jsonl", "format": "text"}, 1, "The job would fail: my data/bad, 1.jsonl: 1 problem", "job-would-fail=true\n"},
		{"rules", m{"train": "my data/bad, 1.jsonl", "severity": "uri-local=off\nexamples-few=off\n"}, 0, "The job would start.", "job-would-fail=false\n"},
		{"to a file", m{"train": "my data/bad, 1.jsonl", "format": "junit", "output": "out 1.xml"}, 1, "The job would fail; out 1.xml says why.\n", "job-would-fail=true\n"},
		{"no file", m{"train": "missing.jsonl", "output": "none.xml"}, 2, "missing.jsonl", ""},
		{"no flag", m{"train": "--help"}, 2, "--help", ""},
		{"no script", m{"train": "good.jsonl", "model": `"; echo hijacked; #`}, 2, `unknown model`, ""},
		{"no script either", m{"train": "$(echo good).jsonl"}, 2, "$(echo good).jsonl", ""},
	} {
		log, outputs, status := a.run(t, temp, dir, tt.inputs)
		if status != tt.status || !strings.Contains(log, tt.log) || outputs != tt.outputs {
			t.Errorf("%s: exit status %d, want %d; outputs %q, want %q; the log lacks %q:\n%s", tt.name, status, tt.status, outputs, tt.outputs, tt.log, log)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, "out 1.xml"))
	if err != nil {
		t.Fatal(err)
	}
	if sum, err := judgeJUnit(text); err != nil || sum.failures != 2 {
		t.Errorf("the report in a file: %+v, %v", sum, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none.xml")); err == nil {
		t.Error("there is a report although nothing was checked")
	}
}

// The action writes its report over no file that it reads, and takes none away.
func TestActionSparesFiles(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash to run the scripts of action.yml")
	}
	var a action
	readYAML(t, "action.yml", &a)
	temp := t.TempDir()
	dir := folder(t, "train.jsonl", goodLine, "validation.jsonl", badLine, "facts.json", "{}\n", "old.txt", "old\n")
	for name, link := range map[string]func(old, new string) error{"link.jsonl": os.Symlink, "hard.jsonl": os.Link} {
		if err := link(filepath.Join(dir, "train.jsonl"), filepath.Join(dir, name)); err != nil {
			t.Skipf("no link can be made here: %v", err)
		}
	}
	type m = map[string]string
	for _, tt := range []struct {
		name         string
		inputs       m
		status       int
		log, outputs string
		old          string // what old.txt holds then
	}{
		{"a training file", m{"train": "old.txt\n train.jsonl \r\n", "output": "train.jsonl"}, 2, "output names train.jsonl, which is a file that is read", "", "old\n"},
		{"another path", m{"train": "train.jsonl", "output": "../" + filepath.Base(dir) + "/train.jsonl"}, 2, "a file that is read", "", "old\n"},
		{"a symbolic link", m{"train": "train.jsonl", "output": "link.jsonl"}, 2, "a file that is read", "", "old\n"},
		{"a hard link", m{"train": "train.jsonl", "output": "hard.jsonl"}, 2, "a file that is read", "", "old\n"},
		{"a validation file", m{"train": "train.jsonl", "validation": "validation.jsonl", "output": "validation.jsonl"}, 2, "a file that is read", "", "old\n"},
		{"facts", m{"train": "train.jsonl", "media": "facts.json", "output": "facts.json"}, 2, "a file that is read", "", "old\n"},
		{"nothing was checked", m{"train": "missing.jsonl", "output": "old.txt"}, 2, "missing.jsonl", "", "old\n"},
		{"no such folder", m{"train": "train.jsonl", "output": "missing/out.txt"}, 2, "missing/out.txt", "", "old\n"},
		{"an older report", m{"train": "train.jsonl", "format": "text", "output": "old.txt"}, 0, "old.txt has the report.", "job-would-fail=false\n", "The job would start."},
	} {
		log, outputs, status := a.run(t, temp, dir, tt.inputs)
		if status != tt.status || !strings.Contains(log, tt.log) || outputs != tt.outputs {
			t.Errorf("%s: exit status %d, want %d; outputs %q, want %q; the log lacks %q:\n%s", tt.name, status, tt.status, outputs, tt.outputs, tt.log, log)
		}
		files := m{"train.jsonl": goodLine, "validation.jsonl": badLine, "facts.json": "{}\n", "old.txt": tt.old}
		for name, want := range files {
			if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !strings.Contains(string(got), want) {
				t.Errorf("%s: %s holds %q, %v", tt.name, name, got, err)
			}
		}
	}
	if left, err := filepath.Glob(filepath.Join(temp, "videotune-report.*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// A hook is an entry of .pre-commit-hooks.yaml.
type hook struct {
	ID, Name, Description, Entry, Language, Files string
	Dependencies                                  []string `yaml:"additional_dependencies"`
	Serial                                        bool     `yaml:"require_serial"`
}

// The hook installs what its entry runs, as pre-commit does for this language, and
// judges a good and a bad dataset.
func TestPreCommitHook(t *testing.T) {
	var hooks []hook
	readYAML(t, ".pre-commit-hooks.yaml", &hooks)
	if len(hooks) != 1 || hooks[0].ID != "videotune-check" || hooks[0].Language != "golang" || !hooks[0].Serial {
		t.Fatalf("the hooks are %+v", hooks)
	}
	h := hooks[0]
	env := t.TempDir()
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range append([]string{"./..."}, h.Dependencies...) {
		cmd := exec.Command("go", "install", what)
		cmd.Dir = repository(t)
		cmd.Env = append(os.Environ(), "GOPATH="+env, "GOBIN=", "GOMODCACHE="+strings.TrimSpace(string(cache)))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go install %s: %v\n%s", what, err, out)
		}
	}
	dir := folder(t, "my good.jsonl", goodLine, "bad.jsonl", badLine, "notes.txt", "no dataset")
	for _, tt := range []struct {
		staged []string
		args   []string
		status int
		want   string
	}{
		{[]string{"my good.jsonl", "notes.txt"}, nil, 0, "The job would start.\n"},
		{[]string{"bad.jsonl", "my good.jsonl"}, nil, 1, "bad.jsonl:1:61: error: "},
		{nil, []string{"my good.jsonl", "--validation", "bad.jsonl"}, 1, "The job would fail: bad.jsonl: 1 problem"},
	} {
		words := append(strings.Fields(h.Entry), tt.args...)
		for _, name := range tt.staged {
			if regexp.MustCompile(h.Files).MatchString(name) {
				words = append(words, name)
			}
		}
		cmd := exec.Command(filepath.Join(env, "bin", words[0]), words[1:]...)
		cmd.Dir = dir
		out, _ := cmd.CombinedOutput()
		if status := cmd.ProcessState.ExitCode(); status != tt.status || !bytes.Contains(out, []byte(tt.want)) {
			t.Errorf("%q: exit status %d, want %d, and %q in\n%s", words, status, tt.status, tt.want, out)
		}
	}
}
