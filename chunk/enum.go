package chunk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// nameOf returns the name of a value of an enumeration.
func nameOf(names []string, v uint8, kind string) string {
	if int(v) < len(names) {
		return names[v]
	}
	return kind + "(" + strconv.Itoa(int(v)) + ")"
}

func marshalName(names []string, v uint8, kind string) ([]byte, error) {
	if int(v) >= len(names) {
		return nil, fmt.Errorf("chunk: there is no %s %d", kind, v)
	}
	return []byte(names[v]), nil
}

func unmarshalName(to *uint8, names []string, text []byte, kind string) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("chunk: unknown %s %.100q: want %s", kind, text, strings.Join(names, ", "))
	}
	*to = uint8(i)
	return nil
}
