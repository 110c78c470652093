package main

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/seed-57910ec4/videotune"
)

// Over all files of the vectors, broken ones included: what fmt formats has the
// same value as before, stays as it is when formatted again, and gives the same
// problems but for those that formatting mends.
func TestFmtLosesNothing(t *testing.T) {
	formatted, refused := 0, 0
	for _, v := range loadVectors(t) {
		for _, name := range append(append([]string{}, v.Train...), v.Validation...) {
			text, err := os.ReadFile(v.Name + "/" + name)
			if err != nil {
				t.Fatal(err)
			}
			status, stdout, stderr := command(string(text), "fmt", "-")
			switch {
			case status == exitFindings && stdout == "" && stderr != "":
				refused++
				continue
			case status != exitOK || stderr != "":
				t.Errorf("%s/%s: exit status %d, stdout %q, stderr %q", v.Name, name, status, stdout, stderr)
				continue
			}
			formatted++
			if _, again, _ := command(stdout, "fmt", "-"); again != stdout {
				t.Errorf("%s/%s: formatted twice it is another:\n%s\n%s", v.Name, name, stdout, again)
			}
			sameLines(t, v.Name+"/"+name, string(text), stdout)
		}
	}
	t.Logf("%d files are formatted, %d are refused", formatted, refused)
	if formatted < 100 || refused < 100 {
		t.Errorf("%d files are formatted and %d refused: too few to tell", formatted, refused)
	}
}

// sameLines compares the values of lines.
func sameLines(t *testing.T, name, before, after string) {
	t.Helper()
	a, b := values(t, name, strings.TrimPrefix(before, "\ufeff")), values(t, name, after)
	if len(a) != len(b) {
		t.Errorf("%s: %d lines became %d", name, len(a), len(b))
		return
	}
	for i := range a {
		if !reflect.DeepEqual(a[i], b[i]) {
			x, _ := json.Marshal(a[i])
			y, _ := json.Marshal(b[i])
			t.Errorf("%s: value %d is another:\n%s\n%s", name, i+1, x, y)
		}
	}
}

func values(t *testing.T, name, text string) []any {
	t.Helper()
	var list []any
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		dec := json.NewDecoder(strings.NewReader(line))
		dec.UseNumber()
		var v any
		if err := dec.Decode(&v); err != nil {
			t.Errorf("%s: formatted, although it is no JSON: %v", name, err)
		}
		list = append(list, plain(v, ""))
	}
	return list
}

// jsonNames are the names of members by their names in protobuf.
var jsonNames = map[string]string{
	"system_instruction": "systemInstruction", "generation_config": "generationConfig", "media_resolution": "mediaResolution",
	"file_data": "fileData", "file_uri": "fileUri", "mime_type": "mimeType", "video_metadata": "videoMetadata",
	"start_offset": "startOffset", "end_offset": "endOffset", "function_call": "functionCall", "function_response": "functionResponse",
}

// plain brings a value into the one form of all that mean the same: members by
// their JSON names, null and empty ones left out, offsets and fps by their value.
func plain(v any, member string) any {
	switch member {
	case "tools", "args", "response":
		return v
	case "startOffset", "endOffset":
		var o videotune.Offset
		if data, err := json.Marshal(v); err == nil && json.Unmarshal(data, &o) == nil {
			return o.String()
		}
	}
	switch v := v.(type) {
	case json.Number:
		f, err := v.Float64()
		if err == nil && member == "fps" {
			return f
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i], "")
		}
	case map[string]any:
		m := map[string]any{}
		for name, value := range v {
			if full, ok := jsonNames[name]; ok {
				name = full
			}
			if value = plain(value, name); !empty(value) {
				m[name] = value
			}
		}
		return m
	}
	return v
}

func empty(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case map[string]any:
		return len(v) == 0
	case []any:
		return len(v) == 0
	}
	return false
}

// A file that cannot be replaced stays, and nothing is left beside it.
func TestFmtKeepsFileOnTrouble(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Mkdir("link.jsonl", 0o755); err != nil {
		t.Fatal(err)
	}
	text := []byte("{\"contents\": []}\n{\"x\": 1}\n")
	if err := os.WriteFile("a.jsonl", text, 0o640); err != nil {
		t.Fatal(err)
	}
	if status, stdout, _ := command("", "fmt", "-w", "a.jsonl", "link.jsonl"); status != exitTrouble || stdout != "" {
		t.Errorf("exit status %d, stdout %q", status, stdout)
	}
	if status, _, _ := command("", "fmt", "-w", "a.jsonl"); status != exitFindings {
		t.Errorf("exit status %d", status)
	}
	got, err := os.ReadFile("a.jsonl")
	if err != nil || !bytes.Equal(got, text) {
		t.Errorf("the file holds %q, %v", got, err)
	}
	entries, err := os.ReadDir(".")
	if err != nil || len(entries) != 2 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

// Permissions stay, and a link to the file does too.
func TestFmtThroughLink(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("a.jsonl", []byte("{\"contents\": []}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.jsonl", "b.jsonl"); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := command("", "fmt", "-w", "b.jsonl"); status != exitOK {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	link, err := os.Lstat("b.jsonl")
	if err != nil || link.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", link, err)
	}
	file, err := os.Stat("a.jsonl")
	if err != nil || file.Mode().Perm() != 0o600 {
		t.Errorf("the file has the mode %v, %v", file.Mode(), err)
	}
	if got, _ := os.ReadFile("a.jsonl"); string(got) != "{\"contents\":[]}\n" {
		t.Errorf("the file holds %q", got)
	}
}
