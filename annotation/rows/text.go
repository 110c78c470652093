package rows

import "github.com/seed-57910ec4/videotune/internal/words"

// most is how much of a text or a list stands in a message.
const most = 80

// clip returns the beginning of a text that needs no quotes.
func clip(s string) string { return words.Clip(s, most) }
