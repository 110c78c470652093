package main

import "strings"

// shell returns a command of this program as it is typed.
func shell(args ...string) string {
	var b strings.Builder
	b.WriteString(program)
	for _, arg := range args {
		b.WriteString(" " + quoted(arg))
	}
	return b.String()
}

// quoted returns an argument as a shell takes it.
func quoted(arg string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:=@%+,", r)
	}
	if arg != "" && strings.IndexFunc(arg, func(r rune) bool { return !plain(r) }) < 0 {
		return arg
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}
