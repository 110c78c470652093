package main

import (
	"errors"
	"io"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/internal/nearest"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The exit statuses.
const (
	exitOK       = cli.ExitOK
	exitFindings = cli.ExitFindings // check: the job would fail; fmt: a line cannot be formatted, or a file differs; probe, plan, cut: a video cannot be used
	exitTrouble  = cli.ExitTrouble  // wrong usage, or a file that cannot be read or written
)

// errFindings ends a command with exitFindings; what was found has been told.
var errFindings = cli.ErrFindings

// A usageError is a fault of the command line.
type usageError = cli.UsageError

func usagef(format string, args ...any) error { return cli.Usagef(format, args...) }

// newRoot returns the whole tree of commands.
func newRoot(stdin io.Reader, stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   "videotune",
		Short: "Make, check and mend datasets with which Gemini is tuned on video",
		Long: `videotune makes, checks and mends the JSONL datasets with which Gemini is tuned on
video. It tells, line by line, what the tuning service would refuse or leave out,
before anything is uploaded. It never writes to the files that it checks.

Who has annotations makes a dataset of them: init writes a job file, and build goes by
it. Who has a dataset has it judged by check, sees it as a page by report, and mends
by fix what needs no guess. probe tells what the videos are, plan and cut make pieces
of those that are too long or too large. tune starts the job, when all is well.`,
		Example: `  videotune check train.jsonl --validation validation.jsonl
  videotune fix -o train.jsonl export.json
  videotune report train.jsonl validation.jsonl -o report.html
  videotune init -o job.yaml rows events.csv && videotune build --config job.yaml
  videotune probe -o facts.json train.jsonl && videotune check --media facts.json train.jsonl
  videotune rules segment-too-long`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs, // RunE tells of the nearest command
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			cmd.SetOut(cmd.ErrOrStderr())
			if err := cmd.Help(); err != nil {
				return err
			}
			return &usageError{}
		},
	}
	// Commands that have others run only to tell that none of those is named: that
	// is no use of them.
	root.SetUsageTemplate(strings.Replace(root.UsageTemplate(), "{{if .Runnable}}", "{{if and .Runnable (not .HasAvailableSubCommands)}}", 1))
	root.SetVersionTemplate("videotune {{.Version}}\n")
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelp())
	addCommands(root)
	strictCompletion(root)
	return root
}

// strictCompletion adds cobra's command completion, and makes an unknown shell, or
// none, wrong usage.
func strictCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil {
		panic(err)
	}
	for _, shell := range cmd.Commands() {
		shell.Args = atMost(0)
	}
	cmd.Args = cobra.ArbitraryArgs
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usagef("no shell is named; want bash, zsh, fish or powershell")
		}
		_, err := choice("the shell", args[0], "bash", "zsh", "fish", "powershell")
		return err
	}
}

// newHelp returns the help command; cobra's own takes an unknown topic for no
// error.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			target, rest, err := cmd.Root().Find(args)
			switch {
			case err != nil || target == cmd.Root() && len(args) > 0:
				return unknownCommand(cmd.Root(), args[0])
			case len(rest) > 0:
				return usagef("%q is one argument too many", rest[0])
			}
			target.InitDefaultHelpFlag()
			target.InitDefaultVersionFlag()
			return target.Help()
		},
	}
}

// report tells err on stderr and returns the exit status.
func report(stderr io.Writer, cmd *cobra.Command, err error) int {
	return cli.Report(stderr, "videotune", cmd.CommandPath(), err)
}

// tell writes an error to stderr, in one line.
func tell(stderr io.Writer, err error) { cli.Tell(stderr, "videotune", err) }

// flagError names the nearest flag where one is unknown.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) || unknown.GetSpecifiedShortnames() != "" {
		return usagef("%s", err)
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, f.Name)
		}
	})
	name := unknown.GetSpecifiedName()
	return usagef("unknown flag --%s%s", name, nearest.DidYouMean("--", nearest.Word(name, names)))
}

func unknownCommand(root *cobra.Command, name string) error {
	near := nearest.Word(name, commandNames(root))
	if other, ok := otherWords[strings.ToLower(name)]; ok {
		near = other
	}
	if near != "" {
		return usagef("unknown command %q; did you mean %q?", name, near)
	}
	if _, err := os.Stat(name); err == nil || strings.HasSuffix(name, ".jsonl") {
		return usagef("unknown command %q; did you mean \"videotune check %s\"?", name, name)
	}
	return usagef("unknown command %q", name)
}

// otherWords are what other tools call commands that are here, too.
var otherWords = map[string]string{
	"validate": "check", "verify": "check", "lint": "check", "repair": "fix", "mend": "fix", "format": "fmt",
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() || c.Name() == "help" {
			names = append(names, c.Name())
		}
	}
	return names
}

// atLeast and atMost check the number of arguments, like cobra's functions of
// that kind, with errors that are usage errors and say what is missing.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) < n {
			return usagef("no %s is named", what)
		}
		return nil
	}
}

func atMost(n int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return usagef("%q is one argument too many", args[n])
		}
		return nil
	}
}

// choice returns value if it is one of choices, at least two.
func choice(what, value string, choices ...string) (string, error) {
	return cli.Choice(what, value, choices...)
}

// complete offers fixed words as values of a flag.
func complete(cmd *cobra.Command, flag string, words ...string) {
	completeWith(cmd, flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
}

// completeWith offers the values of a flag that fn returns.
func completeWith(cmd *cobra.Command, flag string, fn cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, fn); err != nil {
		panic(err) // there is no such flag
	}
}
