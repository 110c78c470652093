package vertex

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/seed-57910ec4/videotune"
)

const (
	maxDisplayName = 128 // characters; REST tuningJobs
	maxLabel       = 64  // characters of a key or a value; REST tuningJobs
)

var (
	regionForm     = regexp.MustCompile(`^[a-z]+(-[a-z]+)+[0-9]+$`)
	tunedModelForm = regexp.MustCompile(`^projects/[^/@]+/locations/([^/@]+)/models/[^/@]+(@[^/@]+)?$`)
	keyForm        = regexp.MustCompile(`^projects/[^/]+/locations/([^/]+)/keyRings/[^/]+/cryptoKeys/[^/]+$`)
	bucketForm     = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$`)
)

// Check returns what is wrong with the settings as such: what can be told without a
// look at any file or object. today is the day by which models retire; the zero time
// switches that off. A nil Spec is the zero one.
func (s *Spec) Check(today time.Time) []*Finding {
	if s == nil {
		s = new(Spec)
	}
	var fs findings
	s.checkModel(&fs, today)
	s.checkRegion(&fs)
	s.checkFiles(&fs)
	s.checkNumbers(&fs)
	s.checkNames(&fs)
	s.checkKey(&fs)
	return fs
}

// limits returns the newest limits of the model, nil if it is not known.
func (s *Spec) limits() *videotune.Limits {
	if s.Model == "" {
		return nil
	}
	l, err := videotune.LimitsFor(s.Model, time.Time{})
	if err != nil {
		return nil
	}
	return l
}

// tuning returns what the page says of the model.
func (s *Spec) tuning() tuning {
	if l := s.limits(); l != nil {
		return tunings[l.Model]
	}
	return tuning{}
}

func (s *Spec) checkModel(fs *findings, today time.Time) {
	l, err := videotune.LimitsFor(s.Model, time.Time{})
	switch {
	case s.Model == "":
		fs.add(RuleModelUnknown, "Model", "no base model is named").Hint = "one of " + strings.Join(videotune.Models(), ", ")
	case err != nil:
		fs.add(RuleModelUnknown, "Model", "%v", err).Err = err
	case !today.IsZero() && !l.Retired.IsZero() && !today.Before(l.Retired):
		fs.add(RuleModelRetired, "Model", "the page says that %s retired on %s", l.Model, l.Retired.Format(time.DateOnly))
	}
	if s.TunedModel != "" && !tunedModelForm.MatchString(s.TunedModel) {
		fs.add(RuleTunedModelForm, "TunedModel", "%q is no name of a tuned model", s.TunedModel).Hint = "projects/P/locations/L/models/M, as the job that tuned it says"
	}
	if s.Checkpoint != "" && s.TunedModel == "" {
		fs.add(RuleCheckpointAlone, "Checkpoint", "checkpoint %q of no tuned model", s.Checkpoint).Hint = "name TunedModel"
	}
}

func (s *Spec) checkRegion(fs *findings) {
	listed := s.tuning().regions
	switch {
	case s.Region == "":
		fs.add(RuleRegionMissing, "Region", "no region is named").Hint = "such as us-central1"
	case s.Region == "global":
		fs.add(RuleRegionGlobal, "Region", "the service refuses to tune Gemini in global (FAILED_PRECONDITION)").Hint = "name a region such as us-central1"
	case s.Region == "us" || s.Region == "eu":
		fs.add(RuleRegionMulti, "Region", "%s is a multi-region: tuned models are served there, not tuned", s.Region).Hint = "name a region such as us-central1 or europe-west4"
	case CheckRegion(s.Region) != nil:
		f := fs.add(RuleRegionForm, "Region", "%q is no region", s.Region)
		if f.Hint = "such as us-central1"; CheckRegion(strings.ToLower(s.Region)) == nil {
			f.Hint = "write it in lower case: " + strings.ToLower(s.Region)
		}
	case !regionForm.MatchString(s.Region):
		fs.add(RuleRegionUnusual, "Region", "%q is not called like other regions", s.Region).Hint = "they are called like us-central1"
	case listed != nil && !slices.Contains(listed, s.Region):
		fs.add(RuleRegionUnlisted, "Region", "%s is not among the regions that the page lists for this model: %s", s.Region, strings.Join(listed, ", "))
	}
	if m := tunedModelForm.FindStringSubmatch(s.TunedModel); m != nil && s.Region != "" && m[1] != s.Region {
		fs.add(RuleRegionDiffers, "TunedModel", "the model lies in %s, the job would run in %s", m[1], s.Region)
	}
}

func (s *Spec) checkFiles(fs *findings) {
	checkFileURI(fs, "Train", s.Train)
	if s.Validation == "" {
		return
	}
	checkFileURI(fs, "Validation", s.Validation)
	if s.Validation == s.Train {
		fs.add(RuleFileSame, "Validation", "training and validation are the same object: what is measured is what was learnt by heart")
	}
}

func checkFileURI(fs *findings, field, uri string) {
	bucket, name, err := splitURI(uri)
	switch {
	case uri == "":
		fs.add(RuleFileURI, field, "no file is named").Hint = "gs://bucket/train.jsonl"
	case err != nil:
		fs.add(RuleFileURI, field, "%v", err)
	case !bucketForm.MatchString(bucket):
		fs.add(RuleFileURI, field, "%q is no name of a bucket", bucket)
	case strings.HasSuffix(name, "/") || strings.ContainsAny(name, "*"):
		fs.add(RuleFileURI, field, "%s is a folder or a pattern; a job takes one file", uri)
	case !strings.HasSuffix(name, ".jsonl"):
		fs.add(RuleFileURI, field, "%s does not end in .jsonl; the service refuses what is no object of type JSONL", uri)
	}
}

// splitURI splits gs://bucket/object.
func splitURI(uri string) (bucket, object string, err error) {
	rest, ok := strings.CutPrefix(uri, "gs://")
	if !ok {
		return "", "", fmt.Errorf("%q is no gs:// URI", uri)
	}
	bucket, object, _ = strings.Cut(rest, "/")
	if bucket == "" || object == "" {
		return "", "", fmt.Errorf("%q names no bucket and object", uri)
	}
	return bucket, object, nil
}

func (s *Spec) checkNumbers(fs *findings) {
	if s.Epochs < 0 || s.Epochs > math.MaxInt32 {
		fs.add(RuleEpochs, "Epochs", "%d is no number of epochs", s.Epochs).Hint = "above 0; 0 lets the service choose"
	}
	if m := float64(s.LearningRateMultiplier); m < 0 || math.IsNaN(m) || math.IsInf(m, 0) {
		fs.add(RuleMultiplier, "LearningRateMultiplier", "%v is no multiplier", m).Hint = "above 0; 0 lets the service choose"
	}
	if s.AdapterSize == 0 {
		return
	}
	sizes := s.tuning().adapters
	switch {
	case s.AdapterSize.wire() == "":
		fs.add(RuleAdapterForm, "AdapterSize", "%d is no adapter size", int(s.AdapterSize)).Hint = "1, 2, 4, 8 or 16"
	case sizes != nil && !slices.Contains(sizes, s.AdapterSize):
		fs.add(RuleAdapterSize, "AdapterSize", "%d is not among the sizes of this model", int(s.AdapterSize)).Hint = "it has " + sizeList(sizes)
	}
}

func (s *Spec) checkNames(fs *findings) {
	if n := utf8.RuneCountInString(s.DisplayName); n > maxDisplayName {
		fs.add(RuleDisplayName, "DisplayName", "%d characters; up to %d are allowed", n, maxDisplayName)
	}
	for _, text := range []struct{ field, text string }{
		{"Model", s.Model}, {"TunedModel", s.TunedModel}, {"Checkpoint", s.Checkpoint}, {"Train", s.Train}, {"Validation", s.Validation},
		{"DisplayName", s.DisplayName}, {"Description", s.Description}, {"KMSKey", s.KMSKey},
	} {
		if !utf8.ValidString(text.text) {
			fs.add(RuleText, text.field, "%q is no valid UTF-8", text.text)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(s.Labels)) {
		where := fmt.Sprintf("Labels[%q]", key)
		if key == "" || !labelText(key) {
			fs.add(RuleLabelKey, where, "%q is no key of a label", key).Hint = "1 to 64 lowercase letters, digits, _ and -"
		}
		if strings.HasPrefix(key, labelPrefix) {
			fs.add(RuleLabelReserved, where, "labels that begin with %s are taken", labelPrefix)
		}
		if !utf8.ValidString(key) || !utf8.ValidString(s.Labels[key]) {
			fs.add(RuleText, where, "key or value is no valid UTF-8")
		}
		if !labelText(s.Labels[key]) {
			fs.add(RuleLabelValue, where, "%q is no value of a label", s.Labels[key]).Hint = "up to 64 lowercase letters, digits, _ and -"
		}
	}
}

// labelText reports whether s may be a key or a value. Letters of scripts that have
// no case are allowed.
func labelText(s string) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxLabel {
		return false
	}
	for _, r := range s {
		ok := r == '_' || r == '-' || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsTitle(r)
		if !ok {
			return false
		}
	}
	return true
}

func (s *Spec) checkKey(fs *findings) {
	if s.KMSKey == "" {
		return
	}
	m := keyForm.FindStringSubmatch(s.KMSKey)
	switch {
	case m == nil:
		fs.add(RuleKeyForm, "KMSKey", "%q is no name of a key", s.KMSKey)
	case s.Region != "" && m[1] != s.Region:
		fs.add(RuleKeyRegion, "KMSKey", "the key lies in %s, the job would run in %s", m[1], s.Region)
	}
	if s.tuning().noCMEK {
		fs.add(RuleKeyUnsupported, "KMSKey", "the page says of this model that it is tuned without customer-managed keys").Hint = "leave KMSKey out, or accept this and see"
	}
}
