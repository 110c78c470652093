package main

import (
	"context"

	"github.com/seed-57910ec4/videotune/internal/cli"
)

// interruptible returns a context that ends when the user interrupts the command
// (Ctrl-C), or someone asks it to end. A second time ends the process at once.
func interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	return cli.Interruptible(ctx)
}
