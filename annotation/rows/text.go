package rows

// most is how much of a text or a list stands in a message.
const most = 80

// clip returns the beginning of a text that needs no quotes.
func clip(s string) string {
	if len(s) > most {
		return s[:most] + "…"
	}
	return s
}
