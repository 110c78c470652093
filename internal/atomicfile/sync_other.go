//go:build !unix

package atomicfile

// syncDir has nothing to do where directories cannot be synced.
func syncDir(string) error { return nil }
