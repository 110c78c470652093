package videotune

import (
	"fmt"
	"os"
	"testing"
)

func TestZZ(t *testing.T) {
	f, err := os.Open(os.Getenv("ZZ"))
	if err != nil {
		t.Skip()
	}
	var d Dataset
	d.Train = []Input{{"t.jsonl", f}}
	if v := os.Getenv("ZV"); v != "" {
		g, _ := os.Open(v)
		d.Validation = []Input{{"v.jsonl", g}}
	}
	r, err := Check(d, &CheckOptions{OnProblem: func(p *Problem) { fmt.Println(p.Error(), "@", p.Pointer, "|", p.Hint) }})
	fmt.Printf("%+v %v\n", *r, err)
}
