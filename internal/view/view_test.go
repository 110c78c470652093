package view

import "testing"

func TestView(t *testing.T) {
	b := []byte("a word")
	s := String(b)
	b[0] = 'A'
	if s != "A word" {
		t.Errorf("%q is a copy", s)
	}
	if got := Bytes(s); string(got) != s || &got[0] != &b[0] {
		t.Errorf("%q is a copy", got)
	}
	if String(nil) != "" || len(Bytes("")) != 0 {
		t.Error("nothing is not nothing")
	}
}
