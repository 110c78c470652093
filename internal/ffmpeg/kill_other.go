//go:build !unix

package ffmpeg

import "os/exec"

// withChildren has nothing to do where processes have no groups: the program alone is
// killed.
func withChildren(*exec.Cmd) {}
