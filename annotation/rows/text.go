package rows

import "fmt"

// most is how much of a text or a list stands in a message.
const most = 80

// quote quotes the beginning of a text.
func quote(s string) string {
	q := fmt.Sprintf("%.*q", most, s)
	if len(q) < len(s) {
		q += "…"
	}
	return q
}

// clip returns the beginning of a text that needs no quotes.
func clip(s string) string {
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}
