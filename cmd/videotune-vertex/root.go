package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/internal/nearest"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// jsonHelp tells what tune and job write for programs.
const jsonHelp = `With --format json one line is written, also where it comes to nothing after the service
was asked: preflight, job, review, warnings and error, whose member kind is one of
findings, uncertain, unidentified, refused, no-job, unavailable, unanswered, job-failed,
interrupted, file-differs and file-short. docs/vertex.md of the repository has all
members.`

// newRoot returns the whole tree of commands.
func newRoot(stdout, stderr io.Writer) *cobra.Command {
	root := &cobra.Command{
		Use:   program,
		Short: "Tune Gemini on a dataset that videotune checked",
		Long: `videotune-vertex uploads the files of a dataset to Cloud Storage, submits the tuning
job on Vertex AI, watches it, and tells what the job left out by the lines of the
file.

It signs in as Google's other programs do: with the application default credentials
("gcloud auth application-default login"), or with the access token in the
environment variable ` + tokenVariable + `. They are sent to Vertex AI, or to where
` + baseVariable + ` of Google's SDK says, which must be an https:// URL; an
emulator, which --api-url or ` + apiVariable + ` names, gets none.`,
		Example: `  videotune-vertex upload --to gs://my-bucket/run-7 train.jsonl validation.jsonl
  videotune-vertex tune --at gs://my-bucket/run-7 --region us-central1 --dry-run train.jsonl
  videotune-vertex job --train train.jsonl projects/my-project/locations/us-central1/tuningJobs/123`,
		Version:       cli.Version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				cmd.SetOut(cmd.ErrOrStderr())
				_ = cmd.Help()
				return &cli.UsageError{}
			}
			var names []string
			for _, c := range cmd.Commands() {
				names = append(names, c.Name())
			}
			return cli.Usagef("unknown command %q%s", args[0], nearest.DidYouMean("", nearest.Word(args[0], names)))
		},
	}
	root.SetVersionTemplate(program + " {{.Version}}\n")
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newUpload(), newTune(), newJob())
	return root
}

// needs checks that so many arguments are there; most < 0 is no bound.
func needs(least, most int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return cli.Usagef("no %s is named", what)
		case most >= 0 && len(args) > most:
			return cli.Usagef("%q is one argument too many", args[most])
		}
		return nil
	}
}

// output is how a command answers.
type output struct {
	format         string
	stdout, stderr io.Writer
}

func (o *output) register(fl *pflag.FlagSet) {
	fl.StringVar(&o.format, "format", "text", "write this `format`: text or json")
}

// runs makes of what a command does what cobra calls. Who interrupts it is told where
// it stood, and gets the exit status of what did not succeed.
func (o *output) runs(do func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		ctx, stop := cli.Interruptible(cmd.Context())
		defer stop()
		o.stdout, o.stderr = cmd.OutOrStdout(), cmd.ErrOrStderr()
		if _, err := cli.Choice("--format", o.format, "text", "json"); err != nil {
			return err
		}
		err := do(ctx, args)
		if err == nil || ctx.Err() == nil || errors.Is(err, cli.ErrFindings) || errors.Is(err, errTold) {
			return err
		}
		o.tell(err)
		return cli.ErrFindings
	}
}

// above0 returns a function that refuses a flag that was set, and not to a number above
// 0. Unset, the number is 0 and stands for "as the service chooses"; nobody who writes
// it means that.
func above0(fl *pflag.FlagSet) func(name string, ok bool) error {
	return func(name string, ok bool) error {
		if f := fl.Lookup(name); f.Changed && !ok {
			return cli.Usagef("--%s is %s; want more than 0, or leave it out", name, f.Value)
		}
		return nil
	}
}

func (o *output) tell(err error) { cli.Tell(o.stderr, program, err) }

// json writes a value in one line.
func (o *output) json(v any) error {
	enc := json.NewEncoder(o.stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
