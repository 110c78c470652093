package main

import "github.com/seed-57910ec4/videotune/internal/cli"

// version returns what the build says of itself: the version of the module, the
// commit where there is one, and the Go version.
func version() string { return cli.Version() }
