package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// wantColor says whether output to w is colored: mode is auto, always or never.
// See https://no-color.org for NO_COLOR.
func wantColor(mode string, w io.Writer) (bool, error) {
	mode, err := choice("--color", mode, "auto", "always", "never")
	if err != nil || mode != "auto" {
		return mode == "always", err
	}
	f, ok := w.(*os.File)
	return ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd())), nil
}
