//go:build !unix

package pgtest

import (
	"errors"
	"os"
	"os/exec"
)

var stop = os.Kill

func unprivileged(*exec.Cmd, string) error { return errors.New("this is no Unix") }
