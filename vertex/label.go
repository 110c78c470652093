package vertex

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"

	"google.golang.org/genai"
)

// A job is found again by one label. Its key stands for the settings as they are sent
// and the names of the files; its value holds the checksums of the objects of these
// names, the training file first. So two jobs of one key are the same one if their
// values are known and equal, and two different ones if a checksum differs. Where one
// is not known nobody can tell.
const (
	labelPrefix = "videotune-"
	valuePrefix = "crc32c-"
	unknownSum  = "unknown"
)

// An identity is what a label's key is the hash of. Spellings that are sent as the same
// are the same here. What is added to it later has to be left out of the JSON where it
// is zero: otherwise no job from before would be found any more.
type identity struct {
	Version                       int
	Region, Model, Train          string
	Validation, Checkpoint        string            `json:",omitempty"`
	DisplayName, Description, Key string            `json:",omitempty"`
	Labels                        map[string]string `json:",omitempty"`
	Epochs                        int               `json:",omitempty"`
	LearningRateMultiplier        float32           `json:",omitempty"`
	AdapterSize                   AdapterSize       `json:",omitempty"`
	LastCheckpointOnly            bool              `json:",omitempty"`
}

// labelKey returns the key of the job's label.
func (s *Spec) labelKey() string {
	data, err := json.Marshal(identity{
		1, s.Region, s.baseModel(), s.Train, s.Validation, s.Checkpoint, s.DisplayName, s.Description, s.KMSKey,
		s.Labels, s.Epochs, s.LearningRateMultiplier, s.AdapterSize, s.LastCheckpointOnly,
	})
	if err != nil {
		// Only a multiplier that is no number cannot be marshalled, and that was refused.
		data = []byte(err.Error())
	}
	sum := sha256.Sum256(data)
	return labelPrefix + hex.EncodeToString(sum[:16])
}

// labelValue returns the value of the job's label.
func (s *Spec) labelValue(train, validation Object) string {
	value := valuePrefix + hexSum(train.CRC32C)
	if s.Validation != "" {
		value += "-" + hexSum(validation.CRC32C)
	}
	return value
}

// hexSum returns a base64 checksum in the letters of a label.
func hexSum(checksum string) string {
	data, err := base64.StdEncoding.DecodeString(checksum)
	if err != nil || len(data) != 4 {
		return unknownSum
	}
	return hex.EncodeToString(data)
}

// base64Sum is the reverse of hexSum; "" for what is none.
func base64Sum(text string) string {
	data, err := hex.DecodeString(text)
	if err != nil || len(data) != 4 {
		return ""
	}
	return base64.StdEncoding.EncodeToString(data)
}

// sums returns the checksums of a label's value, in base64; "" is one that is not known.
func sums(value string) []string {
	text, ok := strings.CutPrefix(value, valuePrefix)
	if !ok {
		return nil
	}
	list := strings.Split(text, "-")
	for i := range list {
		list[i] = base64Sum(list[i])
	}
	return list
}

// sameBytes compares the files of two jobs of one key by the values of their labels.
func sameBytes(a, b string) Identification {
	x, y := sums(a), sums(b)
	result := Identical
	for i := range max(len(x), len(y), 1) {
		switch {
		case i >= len(x) || i >= len(y) || x[i] == "" || y[i] == "":
			result = Unidentified
		case x[i] != y[i]:
			return Different
		}
	}
	return result
}

// checksumOf returns the checksum of the training file that a job's label says, in
// base64; "" if there is none.
func checksumOf(job *genai.TuningJob) string {
	for key, value := range job.Labels {
		if list := sums(value); strings.HasPrefix(key, labelPrefix) && len(list) > 0 && list[0] != "" {
			return list[0]
		}
	}
	return ""
}
