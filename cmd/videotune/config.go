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
	{"model", "model"}, {"as-of", "as_of"}, {"limits", "limits"}, {"limits", "thresholds"},
	{"severity", "severity"}, {"media", "media"}, {"max-problems", "max_problems"},
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
		return misnamed(dir)
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
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(used) > 0 {
		fmt.Fprintf(stderr, "videotune: %s is used: %s (--no-config leaves it alone)\n", render.Clean(name), strings.Join(used, ", "))
	}
	return nil
}

// misnamed returns an error if a folder has a file of configuration by another name.
func misnamed(dir string) error {
	name := filepath.Join(dir, strings.TrimSuffix(configName, ".yaml")+".yml")
	if _, err := os.Lstat(name); err != nil {
		return nil
	}
	return usagef("%s would not be read: the file of configuration is called %s; rename it, or leave it alone by --no-config", render.Clean(name), configName)
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
	if c.Limits != "" && (c.Model != "" || c.AsOf != "" || len(c.Thresholds) > 0) {
		return nil, fmt.Errorf("%s: limits stands instead of model, as_of and thresholds; leave them out", name)
	}
	return c, nil
}

// A dataConfig is how the datasets of a folder are judged.
type dataConfig struct {
	Model       modelName  `json:"model"`
	AsOf        dayText    `json:"as_of"`
	Limits      pathText   `json:"limits"`
	Thresholds  thresholds `json:"thresholds"`
	Severity    severities `json:"severity"`
	Media       []pathText `json:"media"`
	MaxProblems *counter   `json:"max_problems"`
}

// apply gives flags that were not given their values, and returns the names of what was
// of use.
func (c *dataConfig) apply(flags *pflag.FlagSet, dir string) (used []string, err error) {
	a := applying{flags: flags}
	a.limits(c, dir)
	var media []string
	for _, m := range c.Media {
		media = append(media, m.in(dir)...)
	}
	a.set("media", "media", media...)
	if c.MaxProblems != nil {
		a.set("max_problems", "max-problems", strconv.Itoa(int(*c.MaxProblems)))
	}
	a.severity(c.Severity)
	return a.used, a.err
}

// applying gives flags their values.
type applying struct {
	flags *pflag.FlagSet
	used  []string // names in the file
	err   error    // the first
}

func (a *applying) given(names ...string) bool { return slices.ContainsFunc(names, a.flags.Changed) }

// set sets a flag, if the command has it and it was not given.
func (a *applying) set(name, flag string, values ...string) {
	if a.err != nil || a.flags.Lookup(flag) == nil || a.given(flag) || len(values) == 0 || values[0] == "" {
		return
	}
	for _, v := range values {
		if a.err = a.flags.Set(flag, v); a.err != nil {
			return
		}
	}
	a.used = append(a.used, name)
}

// limits sets the flags that say which limits hold. Who names limits, or a model, does
// not want those of the file beside the data; thresholds hold for any model.
func (a *applying) limits(c *dataConfig, dir string) {
	if a.given("limits") {
		return
	}
	ofOwn := !a.given("model", "as-of")
	if !a.given("model") {
		a.set("model", "model", string(c.Model))
	}
	a.set("as_of", "as-of", string(c.AsOf))
	if ofOwn {
		a.set("limits", "limits", c.Limits.in(dir)...)
	}
	if len(c.Thresholds) == 0 || a.err != nil || a.flags.Lookup("limits") == nil {
		return
	}
	base, err := limitsFor(a.text("model"), a.text("as-of"))
	if err != nil {
		return // the command tells why
	}
	object, err := c.Thresholds.over(base)
	if err != nil {
		a.err = fmt.Errorf("thresholds: %w", err)
		return
	}
	a.set("thresholds", "limits", object)
	for _, name := range []string{"model", "as-of"} { // they stand in the object
		if f := a.flags.Lookup(name); f != nil && a.err == nil {
			a.err = f.Value.Set("")
		}
	}
}

// text returns the value of a flag; "" if the command has none of that name.
func (a *applying) text(name string) string {
	if f := a.flags.Lookup(name); f != nil {
		return f.Value.String()
	}
	return ""
}

// severity sets severities: those of the command line stand behind, and so hold.
func (a *applying) severity(list severities) {
	f := a.flags.Lookup("severity")
	if f == nil || len(list) == 0 || a.err != nil {
		return
	}
	value := f.Value.(pflag.SliceValue)
	a.err = value.Replace(append(slices.Clone(list), value.GetSlice()...))
	a.used = append(a.used, "severity")
}
