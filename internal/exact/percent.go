package exact

import (
	"math/big"
	"strings"
)

// Percent returns n of all in percent as people read it: "11.11 %", "2.5 %", "10 %". It
// has up to two decimals, the last one rounded, halves up; and further ones only where
// it would seem to be a whole percent without being one: 1,001 of 10,009 is "10.001 %",
// which is not the tenth that a bound may admit. Nothing of anything, and anything of
// nothing, is "0 %". Neither number is negative.
func Percent(n, all int64) string {
	if n <= 0 || all <= 0 {
		return "0 %"
	}
	share := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(n), big.NewInt(100)), big.NewInt(all))
	// It differs from a whole percent by 1/all at least, so that 20 decimals show it.
	for decimals := 2; ; decimals++ {
		whole, fraction, _ := strings.Cut(share.FloatString(decimals), ".")
		if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
			return whole + "." + fraction + " %"
		}
		if share.IsInt() {
			return whole + " %"
		}
	}
}
