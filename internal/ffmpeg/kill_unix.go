//go:build unix

package ffmpeg

import (
	"os/exec"
	"syscall"
)

// withChildren has a program killed with the processes that it started: it may be a
// script that runs the real one.
func withChildren(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error {
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil {
			return cmd.Process.Kill()
		}
		return nil
	}
}
