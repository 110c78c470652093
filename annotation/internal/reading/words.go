package reading

import "fmt"

// most is how much of a text stands in a message, in characters.
const most = 80

// Quote quotes the beginning of a text, and marks that there is more.
func Quote(s string) string {
	q := fmt.Sprintf("%.*q", most, s)
	if len(q) < len(s) {
		q += "…"
	}
	return q
}
