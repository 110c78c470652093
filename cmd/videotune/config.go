package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-57910ec4/videotune/cmd/videotune/internal/job"
	"github.com/seed-57910ec4/videotune/render"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// configName is the name of the file, beside a dataset, that says how it is judged.
const configName = ".videotune.yaml"

// configNames are the names in that file, by the flags that they stand for.
var configNames = []struct{ flag, name string }{
	{"model", "model"}, {"as-of", "as_of"}, {"limits", "limits"}, {"severity", "severity (by rule)"},
	{"media", "media (a list of files)"}, {"max-problems", "max_problems"},
}

// configHelp is what the help of a command says of that file.
func configHelp(flags *pflag.FlagSet) string {
	var names []string
	for _, n := range configNames {
		if flags.Lookup(n.flag) != nil {
			names = append(names, n.name)
		}
	}
	return `

A file ` + configName + ` beside the first dataset that is named is read for flags that
are not given: ` + strings.Join(names, ", ") + `.
Paths in it are relative to its folder.`
}

// configurable lets a command read the file of configuration beside its datasets: the
// flags that were not given, of those that the command has, get their values from it.
// isData tells which arguments name datasets.
func configurable(cmd *cobra.Command, isData func(arg string) bool) *cobra.Command {
	var off bool
	cmd.Long += configHelp(cmd.Flags())
	cmd.Flags().BoolVar(&off, "no-config", false, "read no "+configName)
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if first := slices.IndexFunc(args, func(arg string) bool { return arg != stdinName && isData(arg) }); first >= 0 && !off {
			if err := configure(cmd.Flags(), filepath.Dir(args[first]), cmd.ErrOrStderr()); err != nil {
				return err
			}
		}
		return run(cmd, args)
	}
	return cmd
}

// isFile is for commands all of whose arguments are datasets.
func isFile(string) bool { return true }

// configure gives flags their values by the file in a folder, if there is one.
func configure(flags *pflag.FlagSet, dir string, stderr io.Writer) error {
	name := filepath.Join(dir, configName)
	c, err := readConfig(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var faults *configError
	if errors.As(err, &faults) {
		for _, e := range listed(faults.err) {
			tell(stderr, fmt.Errorf("%s: %w", name, e))
		}
		return &usageError{} // all is told
	}
	if err != nil {
		return err
	}
	used, err := c.apply(flags, dir)
	if err == nil && len(used) > 0 {
		fmt.Fprintf(stderr, "videotune: %s is used: %s (--no-config leaves it alone)\n", render.Clean(name), strings.Join(used, ", "))
	}
	return err
}

// A configError joins the faults of a file of configuration.
type configError struct {
	name string
	err  error
}

func (e *configError) Error() string { return e.name + ": " + e.err.Error() }

// readConfig reads a file of configuration.
func readConfig(name string) (*dataConfig, error) {
	if info, err := os.Stat(name); err != nil {
		return nil, openError(name, err)
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: is no regular file; --no-config leaves it alone", name)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, openError(name, err)
	}
	defer f.Close()
	c := new(dataConfig)
	if err := job.Decode(f, c); err != nil {
		return nil, &configError{name, err}
	}
	if c.Limits != "" && (c.Model != "" || c.AsOf != "") {
		return nil, fmt.Errorf("%s: limits stands instead of model and as_of; leave them out", name)
	}
	return c, nil
}

// A dataConfig is how the datasets of a folder are judged.
type dataConfig struct {
	Model       modelName  `json:"model"`
	AsOf        dayText    `json:"as_of"`
	Limits      pathText   `json:"limits"`
	Severity    severities `json:"severity"`
	Media       []pathText `json:"media"`
	MaxProblems *counter   `json:"max_problems"`
}

// apply gives flags that were not given their values, and returns the names of what was
// of use.
func (c *dataConfig) apply(flags *pflag.FlagSet, dir string) (used []string, err error) {
	given := func(names ...string) bool { return slices.ContainsFunc(names, flags.Changed) }
	// Who names limits, or a model, does not want those of the file beside it.
	limits, model := given("limits"), given("model", "as-of")
	set := func(name, flag string, values ...string) {
		if err != nil || flags.Lookup(flag) == nil || given(flag) || len(values) == 0 || values[0] == "" {
			return
		}
		for _, v := range values {
			if err = flags.Set(flag, v); err != nil {
				return
			}
		}
		used = append(used, name)
	}
	if !limits {
		if !given("model") {
			set("model", "model", string(c.Model))
		}
		set("as_of", "as-of", string(c.AsOf))
		if !model {
			set("limits", "limits", c.Limits.in(dir)...)
		}
	}
	var media []string
	for _, m := range c.Media {
		media = append(media, m.in(dir)...)
	}
	set("media", "media", media...)
	if c.MaxProblems != nil {
		set("max_problems", "max-problems", strconv.Itoa(int(*c.MaxProblems)))
	}
	if f := flags.Lookup("severity"); f != nil && len(c.Severity) > 0 {
		// Those of the command line stand behind, and so hold.
		list := f.Value.(pflag.SliceValue)
		if err := list.Replace(append(slices.Clone(c.Severity), list.GetSlice()...)); err != nil {
			return nil, err
		}
		used = append(used, "severity")
	}
	return used, err
}
