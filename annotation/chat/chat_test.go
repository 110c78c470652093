package chat

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/annotation"
	"github.com/seed-57910ec4/videotune/annotation/internal/readingtest"
)

func TestGolden(t *testing.T) {
	readingtest.Golden(t, Read,
		readingtest.Case{File: "messages.json", Options: annotation.Options{URI: "gs://films/{path}"}},
		readingtest.Case{File: "llava.jsonl"},
	)
}

const answer = `{"role":"assistant","content":"A dog."}`

// messages is a record with turns before the answer.
func messages(turns string) string {
	return `{"videos":["a.mp4"],"messages":[` + turns + answer + `]}`
}

func TestRefused(t *testing.T) {
	good := messages(`{"role":"user","content":"<video>Hm?"},`) + "\n"
	readingtest.Refused(t, Read, []readingtest.Bad{
		{Text: `{"messages":[{"role":"user","content":[{"type":"video","video":"a.mp4"}]},{"role":"assistant","content":"b"}]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: `a list of parts`},
		{Text: good + `{"instruction":"x","output":"y"}`, Code: annotation.CodeValue, Line: 2, Record: 2, Says: "neither messages nor conversations; a record is like"},
		{Text: good + "\n7", Code: annotation.CodeValue, Line: 3, Record: 2, Says: "want an object"},
		{Text: good + "{'messages': []}", Code: annotation.CodeSyntax, Line: 2, Says: "Python"},
		{Text: "[" + good, Code: annotation.CodeSyntax, Line: 2, Says: "ends within"},
		{Text: "[" + good + "]\n" + good, Code: annotation.CodeSyntax, Line: 3, Says: "more follows"},
		{Text: messages(`{"role":"narrator","content":"a"},`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: `messages[0]: the role is "narrator"`},
		{Text: messages(`{"content":"a"},`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: `the role is ""`},
		{Text: messages(`{"role":7,"content":"a"},`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "role is the number 7"},
		{Text: messages(`{"role":"user","from":"human","content":"a"},`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "both role and from"},
		{Text: messages(`{"role":"user","content":[{"type":"text"}]},`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "content is a list; want a text"},
		{Text: messages(`"hello",`), Code: annotation.CodeValue, Line: 1, Record: 1, Says: "messages[0]: want an object"},
		{Text: `{"videos":["a.mp4"],"messages":{}}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "messages is an object"},
		{Text: `{"videos":["a.mp4"],"messages":[],"conversations":[]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "both messages and conversations"},
		{Text: `{"videos":[{"path":"a.mp4"}],"messages":[]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "videos has an object; want the path"},
		{Text: `{"video":7,"messages":[]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "video has the number 7"},
		{Text: `{"id":[],"video":"a.mp4","messages":[]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "id is a list"},
		{Text: `{"system":[],"video":"a.mp4","messages":[]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "system is a list"},
		{Text: `{"video":"a.mp4","video":"b.mp4","messages":[]}`, Code: annotation.CodeValue, Line: 1, Record: 1, Says: "stands twice"},
		{Text: "a,b,c\n", Code: annotation.CodeFormat, Says: "not chat"},
		{Text: good, Options: annotation.Options{FPSField: "fps"}, Code: annotation.CodeOptionUnfit, Says: "fps_field"},
	})
}

// TestLeftOut reads records that no example can be made of.
func TestLeftOut(t *testing.T) {
	ask := `{"role":"user","content":"<video>Hm?"},`
	tests := []readingtest.Bad{
		{Text: `{"messages":[` + ask + answer + `]}`, Code: annotation.CodeUnsupported, Says: "no video"},
		{Text: `{"video":" ","messages":[` + ask + answer + `]}`, Code: annotation.CodeUnsupported, Says: "no video"},
		{Text: `{"videos":["a.mp4","b.mp4"],"messages":[` + ask + answer + `]}`, Code: annotation.CodeUnsupported, Says: "2 videos"},
		{Text: `{"video":"c.mp4","videos":["a.mp4"],"messages":[` + ask + answer + `]}`, Code: annotation.CodeUnsupported, Says: "2 videos"},
		{Text: `{"video":"a.mp4","messages":[],"tools":"[{}]"}`, Code: annotation.CodeUnsupported, Says: "tools"},
		{Text: `{"video":"a.mp4","messages":[` + ask + `{"role":"user","content":"?"}],"chosen":{"role":"assistant"},"rejected":{}}`, Code: annotation.CodeUnsupported, Says: "chosen"},
		{Text: `{"video":"a.mp4","messages":[` + ask + answer + `],"kto_tag":false}`, Code: annotation.CodeUnsupported, Says: "kto_tag"},
		{Text: messages(ask + `{"role":"function_call","content":"{}"},`), Code: annotation.CodeUnsupported, Says: "tool"},
		{Text: messages(ask + `{"role":"assistant","content":"","tool_calls":[{}]},`), Code: annotation.CodeUnsupported, Says: "tool"},
		{Text: messages(ask + `{"role":"user","content":"and <image>?"},`), Code: annotation.CodeSkipped, Says: "2 placeholders for one video"},
		{Text: messages(`{"role":"user","content":"<video> <video>?"},`), Code: annotation.CodeSkipped, Says: "2 placeholders for one video"},
		{Text: messages(ask + `{"role":"user","content":" "},`), Code: annotation.CodeSkipped, Says: "messages[1] is empty"},
		{Text: messages(ask + `{"role":"assistant"},`), Code: annotation.CodeSkipped, Says: "messages[1] is empty"},
		{Text: messages(`{"role":"user","content":"?"},{"role":"assistant","content":"<video>"},`), Code: annotation.CodeSkipped, Says: "messages[1] is empty"},
		{Text: messages(ask + `{"role":"system","content":"Be brief."},`), Code: annotation.CodeSkipped, Says: "messages[1] is an instruction behind"},
		{Text: `{"video":"a.mp4","system":"A","messages":[{"role":"system","content":"B"},` + ask + answer + `]}`, Code: annotation.CodeSkipped, Says: "messages[0] is an instruction behind"},
		{Text: `{"video":"a.mp4","messages":[` + ask + `{"role":"user","content":"?"}]}`, Code: annotation.CodeSkipped, Says: "last turn"},
		{Text: `{"video":"a.mp4","messages":null}`, Code: annotation.CodeSkipped, Says: "last turn"},
	}
	for i := range tests {
		tests[i].Line, tests[i].Record = 1, 1
		if v := readingtest.Videos(t, Read, tests[i].Text, annotation.Options{}); len(v) != 0 {
			t.Errorf("%s was not left out", tests[i].Text)
		}
	}
	readingtest.Told(t, Read, tests)
	readingtest.Told(t, Read, []readingtest.Bad{
		{Text: messages(`{"role":"user","content":"Hm?"},`), Code: annotation.CodeText, Says: "1 conversations have no <video>"},
		{Text: messages(`{"role":"user","content":"<video>Hm?","weight":1,"none":null},`), Code: annotation.CodeUnsupported, Says: `"weight" of 1 turns`},
	})
}

func TestStrip(t *testing.T) {
	for in, want := range map[string]string{
		"<video>Why?": "Why?", "<video>\nWhy?": "Why?", "Why?\n<video>": "Why?", "<image> Why?": "Why?", "<video>": "",
		"Look at <video> and say": "Look at and say", "Look:\n<video>\nTell": "Look:\nTell", "a<video>b": "a b", "a<video> b": "a b", "a <video>b": "a b",
		" plain ": "plain", "<VIDEO>": "<VIDEO>", "<vi<video>deo>": "<vi deo>", "日本<video>語": "日本 語",
	} {
		got, n := strip(in)
		if n > 1 || got != want {
			t.Errorf("%q: %q, %d placeholders; want %q", in, got, n, want)
		}
	}
}

// TestManyExtra reads turns with more kinds of members than are told apart.
func TestManyExtra(t *testing.T) {
	var turn strings.Builder
	for i := range 10 * maxExtra {
		fmt.Fprintf(&turn, `"m%d":1,`, i)
	}
	told := 0
	o := annotation.Options{OnDiagnostic: func(annotation.Diagnostic) { told++ }}
	readingtest.Videos(t, Read, messages(`{`+turn.String()+`"role":"user","content":"<video>?"},`), o)
	if told != maxExtra+1 {
		t.Errorf("%d are told, want %d", told, maxExtra+1)
	}
}

func TestTrip(t *testing.T) {
	word := rapid.StringMatching(`[a-zA-Zé<"\\0-9][ -~]{0,20}[a-z.]`).Filter(func(s string) bool { _, n := strip(s); return n == 0 })
	rapid.Check(t, func(t *rapid.T) {
		var want []annotation.Turn
		if rapid.Bool().Draw(t, "system") {
			want = append(want, annotation.Turn{Role: annotation.RoleSystem, Text: word.Draw(t, "instruction")})
		}
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			want = append(want, annotation.Turn{Role: videotune.RoleUser, Text: word.Draw(t, "question")}, annotation.Turn{Role: videotune.RoleModel, Text: word.Draw(t, "answer")})
		}
		llava := rapid.Bool().Draw(t, "llava")
		role, content, list := "role", "content", "messages"
		names := map[videotune.Role]string{videotune.RoleUser: "user", videotune.RoleModel: "assistant", annotation.RoleSystem: "system"}
		if llava {
			role, content, list = "from", "value", "conversations"
			names = map[videotune.Role]string{videotune.RoleUser: "human", videotune.RoleModel: "gpt", annotation.RoleSystem: "system"}
		}
		marked := false
		var turns []any
		for _, turn := range want {
			text := turn.Text
			if turn.Role == videotune.RoleUser && !marked {
				marked, text = true, rapid.SampledFrom([]string{"<video>" + text, "<video>\n" + text, text + " <video>"}).Draw(t, "marked")
			}
			turns = append(turns, map[string]any{role: names[turn.Role], content: text})
		}
		record := map[string]any{"id": "x", list: turns, "videos": []string{"d/a b.mp4"}}
		if llava {
			delete(record, "videos")
			record["video"] = "d/a b.mp4"
		}
		records := []any{record, record}
		data, err := json.Marshal(records)
		if err != nil {
			t.Fatal(err)
		}
		o := annotation.Options{OnDiagnostic: func(d annotation.Diagnostic) { t.Errorf("told: %v", d) }}
		videos := readingtest.Videos(t, Read, string(data), o)
		if len(videos) != 2 {
			t.Fatalf("%d conversations, want 2", len(videos))
		}
		for _, v := range videos {
			if v.ID != "x" || v.RecordingKey() != "d/a b.mp4" {
				t.Errorf("ID %q, recording %q", v.ID, v.RecordingKey())
			}
			if diff := cmp.Diff(want, v.Turns); diff != "" {
				t.Errorf("turns (- want, + got):\n%s", diff)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	add := func(text string) { f.Add(text) }
	readingtest.Seeds(f, "testdata/*.json", add)
	readingtest.Seeds(f, "testdata/*.jsonl", func(text string) {
		for line := range strings.Lines(text) {
			add(line)
		}
	})
	f.Fuzz(func(t *testing.T, text string) { readingtest.Sound(t, Read, text, annotation.Options{}) })
}
