package main

import (
	"errors"
	"strings"

	"github.com/seed-57910ec4/videotune/internal/cli"
	"github.com/seed-57910ec4/videotune/vertex"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagOf are the flags that set the fields of a [vertex.Spec].
var flagOf = map[string]string{
	"Model": "--model", "TunedModel": "--tuned-model", "Checkpoint": "--checkpoint", "Region": "--region",
	"Train": "--train-uri", "Validation": "--validation-uri", "DisplayName": "--display-name", "Description": "--description",
	"Epochs": "--epochs", "LearningRateMultiplier": "--multiplier", "AdapterSize": "--adapter-size", "KMSKey": "--kms-key",
}

// hintOf are hints that speak of flags, where those of the library speak of fields.
var hintOf = map[vertex.Rule]string{
	vertex.RuleObjectsUnchecked: "leave --no-objects out",
	vertex.RuleCheckpointAlone:  "name the model with --tuned-model",
	vertex.RuleKeyUnsupported:   "leave --kms-key out, or accept this and see",
	vertex.RuleEpochs:           "above 0; leave it out to let the service choose",
	vertex.RuleMultiplier:       "above 0; leave it out to let the service choose",
}

// inFlags returns a finding in the words of this program.
func inFlags(f *vertex.Finding) *vertex.Finding {
	own := *f
	if flag, ok := flagOf[f.Where]; ok {
		own.Where = flag
	} else if key, ok := strings.CutPrefix(f.Where, "Labels["); ok {
		own.Where = "--label " + strings.TrimSuffix(key, "]")
	}
	if hint, ok := hintOf[f.Rule]; ok {
		own.Hint = hint
	}
	return &own
}

// wants say what a flag of a type wants.
var wants = map[string]string{
	"int": "a whole number", "float32": "a number", "float64": "a number", "duration": "a time such as 15s", "bool": "true or false",
}

// flagError returns the fault of a flag in words for people.
func flagError(_ *cobra.Command, err error) error {
	var invalid *pflag.InvalidValueError
	if errors.As(err, &invalid) {
		if want := wants[invalid.GetFlag().Value.Type()]; want != "" {
			return cli.Usagef("--%s is %q; want %s", invalid.GetFlag().Name, invalid.GetValue(), want)
		}
	}
	return cli.Usagef("%s", err)
}
