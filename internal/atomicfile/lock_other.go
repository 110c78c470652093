//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package atomicfile

import "os"

// tryLock has nothing to lock with.
func tryLock(*os.File) error { return nil }

// removeStray removes the file name. Whether a living process writes it cannot be
// told here; such a process finds out before it renames.
func removeStray(name string) error { return removeIfThere(name) }
