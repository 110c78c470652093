package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A test is one test, or a package as a whole if its name is "".
type test struct{ pkg, name string }

// skips are the reasons of the skips that are allowed.
type skips map[test]string

// readSkips reads lines of a package, a test and a reason; blank lines and lines
// that begin with # do not count.
func readSkips(r io.Reader) (skips, error) {
	allowed := skips{}
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) < 3 {
			return nil, fmt.Errorf("line %d: want a package, a test and a reason", n)
		}
		allowed[test{fields[0], fields[1]}] = strings.Join(fields[2:], " ")
	}
	return allowed, sc.Err()
}

// An event is a line of "go test -json"; see go doc test2json.
type event struct {
	Action     string
	Package    string
	ImportPath string // of build events
	Test       string
	Output     string
}

// check prints the events of in as text. It is false if a test failed, was
// skipped without being allowed to, or if nothing was run at all.
func check(in io.Reader, out io.Writer, allowed skips) (ok bool, err error) {
	w := bufio.NewWriter(out)
	defer func() {
		if ferr := w.Flush(); err == nil {
			err = ferr
		}
	}()
	var (
		output  = map[test]*bytes.Buffer{} // of what has not ended
		skipped = map[test]bool{}
		ran     int
		failed  bool
	)
	r := bufio.NewReader(in)
	for {
		line, rerr := r.ReadBytes('\n')
		if len(line) > 0 {
			var e event
			if json.Unmarshal(line, &e) != nil || e.Action == "" {
				w.Write(line) // the go command speaks plainly where it cannot start
			} else {
				failed = e.print(w, output) || failed
				switch t := (test{e.Package, e.Test}); {
				case e.Test == "":
				case e.Action == "skip":
					skipped[t] = true
				case e.Action == "pass":
					ran++
				}
			}
		}
		if rerr == io.EOF {
			break
		}
		if rerr != nil {
			return false, rerr
		}
	}
	if ran == 0 {
		fmt.Fprintln(w, "testjson: no test passed")
		failed = true
	}
	for _, t := range slices.SortedFunc(maps.Keys(skipped), compare) {
		if reason, ok := allowed.find(t); ok {
			fmt.Fprintf(w, "skipped: %s %s: %s\n", t.pkg, t.name, reason)
			continue
		}
		fmt.Fprintf(w, "FAIL: skipped and not listed: %s %s\n", t.pkg, t.name)
		failed = true
	}
	return !failed, nil
}

// print prints e, or keeps it until its test has ended, and reports whether it
// is a failure.
func (e *event) print(w io.Writer, output map[test]*bytes.Buffer) (failed bool) {
	t := test{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		io.WriteString(w, e.Output)
	case "build-fail":
		return true
	case "output":
		if e.Test == "" {
			if e.Output != "PASS\n" {
				io.WriteString(w, e.Output)
			}
			break
		}
		if output[t] == nil {
			output[t] = new(bytes.Buffer)
		}
		if !strings.HasPrefix(e.Output, "=== ") { // RUN, PAUSE, CONT, NAME
			output[t].WriteString(e.Output)
		}
	case "pass", "skip":
		delete(output, t)
	case "fail":
		if e.Test != "" {
			if b := output[t]; b != nil {
				w.Write(b.Bytes())
				delete(output, t)
			}
			return true
		}
		// What had not ended when the package did: a panic, a timeout.
		var open []test
		for t := range output {
			if t.pkg == e.Package {
				open = append(open, t)
			}
		}
		slices.SortFunc(open, compare)
		for _, t := range open {
			w.Write(output[t].Bytes())
			delete(output, t)
		}
		return true
	}
	return false
}

// find returns the reason of t or of the nearest test above it.
func (s skips) find(t test) (reason string, ok bool) {
	for {
		if reason, ok = s[t]; ok {
			return reason, true
		}
		i := strings.LastIndexByte(t.name, '/')
		if i < 0 {
			return "", false
		}
		t.name = t.name[:i]
	}
}

func compare(a, b test) int {
	if c := strings.Compare(a.pkg, b.pkg); c != 0 {
		return c
	}
	return strings.Compare(a.name, b.name)
}
