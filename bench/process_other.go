//go:build !unix

package main

import (
	"errors"
	"os"
	"time"
)

var errSystem = errors.New("not known on this system")

// peakMemory fails where a process does not tell.
func peakMemory(*os.ProcessState) (int64, error) { return 0, errSystem }

// cpuTime fails where it is not told.
func cpuTime() (time.Duration, error) { return 0, errSystem }
