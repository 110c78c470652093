package vertex

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
)

func FuzzSameNumber(f *testing.F) {
	for _, s := range []string{"0", "-0", "1", "1.0", "1e2", "100", "0.1", "1E-3", "10.010", "-1.5e+10"} {
		f.Add(s, "100")
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !json.Valid([]byte(a)) || !json.Valid([]byte(b)) || len(a) > 40 || len(b) > 40 {
			return
		}
		x, okX := new(big.Rat).SetString(a)
		y, okY := new(big.Rat).SetString(b)
		if !okX || !okY || strings.ContainsAny(a+b, " \t\r\n\"") {
			return
		}
		if x.Sign() == 0 && y.Sign() == 0 {
			return // -0 is not 0
		}
		if got := sameNumber(a, b); got != (x.Cmp(y) == 0) {
			t.Errorf("sameNumber(%s, %s) is %v", a, b, got)
		}
	})
}
