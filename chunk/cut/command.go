package cut

import (
	"path/filepath"
	"strings"
)

// A Command is a program with its arguments. The first one is the program: a path, or
// a name to be looked for on PATH.
type Command []string

// String returns the command as one line, or more if a name has them, that a POSIX
// shell reads as that command.
func (c Command) String() string {
	words := make([]string, len(c))
	for i, arg := range c {
		words[i] = quote(arg)
	}
	return strings.Join(words, " ")
}

// quote returns a word that a POSIX shell reads as s.
func quote(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@%"
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// program returns the name of the program, without its folder.
func (c Command) program() string {
	if len(c) == 0 {
		return "nothing"
	}
	return filepath.Base(c[0])
}
