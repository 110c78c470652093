//go:build unix

package atomicfile

import (
	"errors"
	"os"
	"syscall"
)

// syncDir waits until the entries of dir are on the disk, as far as the system
// allows it: some file systems cannot, and a directory may be writable but not
// readable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if errors.Is(err, os.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	defer d.Close()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
