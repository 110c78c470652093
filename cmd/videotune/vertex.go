package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// vertexProgram does what needs Google's client libraries, which are larger than all of
// this program.
const vertexProgram = "videotune-vertex"

// newVertex returns a command that vertexProgram carries out.
func newVertex(name, short, long string) *cobra.Command {
	return &cobra.Command{
		Use:   name + " [flags] ARG...",
		Short: short,
		Long: long + `

It is done by the program ` + vertexProgram + `, which is installed by itself, with

  ` + installVertex + `

and gets all flags and arguments. "videotune ` + name + ` --help" lists them.`,
		DisableFlagParsing: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := exec.LookPath(vertexProgram)
			if err != nil {
				return fmt.Errorf("%s is done by the program %s, which is not on PATH; install it with \"%s\"", name, vertexProgram, installVertex)
			}
			child := exec.Command(path, append([]string{name}, args...)...)
			child.Stdin, child.Stdout, child.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
			return runChild(child)
		},
	}
}

const installVertex = "go install github.com/seed-57910ec4/videotune/cmd/" + vertexProgram + "@latest"

// vertexCommands returns all commands that vertexProgram carries out.
func vertexCommands() []*cobra.Command {
	return []*cobra.Command{
		newVertex("upload", "Put the files of a dataset into Cloud Storage",
			"upload puts the files of a dataset, and media, into Cloud Storage. Nothing is\noverwritten unasked."),
		newVertex("tune", "Look at everything, submit a tuning job, and watch it",
			"tune looks at all that can be known of a tuning job before it is submitted, submits\nit on Vertex AI, and watches it."),
		newVertex("job", "Tell how a tuning job is, and what it left out",
			"job tells the state of a tuning job, and what it left out by the lines of the file."),
	}
}

// runChild runs a program that has told by itself what went wrong, and ends as it does.
func runChild(child *exec.Cmd) error {
	// Ctrl-C reaches the child by itself, as it is in the same group of processes. It
	// ends when it is ready, and this program after it.
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := child.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- child.Wait() }()
	for {
		select {
		case s := <-signals:
			if s == syscall.SIGTERM {
				_ = child.Process.Signal(s) // it may have ended meanwhile
			}
		case err := <-ended:
			return childError(child, err)
		}
	}
}

// childError returns an error of the exit status that a child ended with.
func childError(child *exec.Cmd, err error) error {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &exit):
		return err
	case exit.ExitCode() == exitFindings:
		return errFindings
	case exit.ExitCode() == exitTrouble:
		return &usageError{} // what was wrong has been told
	}
	return fmt.Errorf("%s: %w", child.Path, err)
}
