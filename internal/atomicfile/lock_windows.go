package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

// errSharingViolation is ERROR_SHARING_VIOLATION of winerror.h.
const errSharingViolation = syscall.Errno(32)

// tryLock has nothing to do: a file that is open cannot be removed, and that is
// what removeStray relies on.
func tryLock(*os.File) error { return nil }

// removeStray removes the file name unless a living process has it open; then it
// returns ErrBusy.
func removeStray(name string) error {
	err := removeIfThere(name)
	if errors.Is(err, errSharingViolation) {
		return ErrBusy
	}
	return err
}
