package main

import (
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	const pass = `{"Action":"output","Package":"p","Test":"TestA","Output":"noise\n"}
{"Action":"pass","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Output":"PASS\n"}
{"Action":"output","Package":"p","Output":"ok  \tp\t0.1s\n"}
{"Action":"pass","Package":"p"}
`
	tests := []struct {
		name, in, skips string
		ok              bool
		want            string
	}{
		{"pass", pass, "", true, "ok  \tp\t0.1s\n"},
		{
			"fail", pass + `{"Action":"output","Package":"q","Test":"TestB","Output":"=== RUN   TestB\n"}
{"Action":"output","Package":"q","Test":"TestB","Output":"why\n"}
{"Action":"fail","Package":"q","Test":"TestB"}
{"Action":"output","Package":"q","Output":"FAIL\tq\n"}
{"Action":"fail","Package":"q"}
`, "", false, "ok  \tp\t0.1s\nwhy\nFAIL\tq\n",
		},
		{
			"skip", pass + `{"Action":"skip","Package":"p","Test":"TestS"}
`, "", false, "ok  \tp\t0.1s\nFAIL: skipped and not listed: p TestS\n",
		},
		{
			"skip that is listed", pass + `{"Action":"skip","Package":"p","Test":"TestS"}
`, "# a comment\n\np TestS needs the moon\n", true, "ok  \tp\t0.1s\nskipped: p TestS: needs the moon\n",
		},
		{
			"subtest of one that is listed", pass + `{"Action":"skip","Package":"p","Test":"TestS/a/b"}
`, "p TestS needs the moon\n", true, "ok  \tp\t0.1s\nskipped: p TestS/a/b: needs the moon\n",
		},
		{
			"listed in another package", pass + `{"Action":"skip","Package":"p","Test":"TestS"}
`, "q TestS needs the moon\n", false, "ok  \tp\t0.1s\nFAIL: skipped and not listed: p TestS\n",
		},
		{
			"package without tests", pass + `{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}
{"Action":"skip","Package":"q"}
`, "", true, "ok  \tp\t0.1s\n?   \tq\t[no test files]\n",
		},
		{
			"panic", pass + `{"Action":"output","Package":"q","Test":"TestB","Output":"panic: oh\n"}
{"Action":"fail","Package":"q"}
`, "", false, "ok  \tp\t0.1s\npanic: oh\n",
		},
		{
			"does not build", pass + `{"ImportPath":"q","Action":"build-output","Output":"q.go:1: oh\n"}
{"ImportPath":"q","Action":"build-fail"}
`, "", false, "ok  \tp\t0.1s\nq.go:1: oh\n",
		},
		{"nothing", "", "", false, "testjson: no test passed\n"},
		{"no JSON", "go: no such tool\n", "", false, "go: no such tool\ntestjson: no test passed\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			allowed, err := readSkips(strings.NewReader(tt.skips))
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			ok, err := check(strings.NewReader(tt.in), &out, allowed)
			if err != nil {
				t.Fatal(err)
			}
			if ok != tt.ok || out.String() != tt.want {
				t.Errorf("check = %v, printed\n%swant %v\n%s", ok, out.String(), tt.ok, tt.want)
			}
		})
	}
}

func TestReadSkipsWantsReason(t *testing.T) {
	if _, err := readSkips(strings.NewReader("p TestS\n")); err == nil {
		t.Error("a skip without a reason is taken")
	}
}

func TestRunUsage(t *testing.T) {
	var out, errOut strings.Builder
	if got := run(strings.NewReader(""), &out, &errOut, []string{"-skips", "no-such-file"}); got != 2 {
		t.Errorf("exit status %d, want 2", got)
	}
	if errOut.Len() == 0 {
		t.Error("nothing on stderr")
	}
}
