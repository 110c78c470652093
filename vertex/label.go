package vertex

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"

	"google.golang.org/genai"
)

// labelPrefix begins the key of the label by which a job is found again.
const labelPrefix = "videotune-"

// label returns the label of a job: the key says what is tuned, on which bytes; the
// value is the checksum of the training file, by which lines are found afterwards.
// Equal settings on equal files give the same key.
func (s *Spec) label(train, validation string) (key, value string) {
	data, err := json.Marshal(struct {
		Version           int
		Spec              *Spec
		Train, Validation string
	}{1, s, train, validation})
	if err != nil {
		// Only a multiplier that is no number cannot be marshalled, and that was refused.
		data = []byte(err.Error())
	}
	sum := sha256.Sum256(data)
	return labelPrefix + hex.EncodeToString(sum[:16]), checksumLabel(train)
}

// checksumLabel returns a base64 checksum in the letters of a label; "" for none.
func checksumLabel(checksum string) string {
	data, err := base64.StdEncoding.DecodeString(checksum)
	if err != nil || len(data) == 0 {
		return ""
	}
	return "crc32c-" + hex.EncodeToString(data)
}

// checksumOf returns the checksum of the training file that a job's label says, in
// base64; "" if there is none.
func checksumOf(job *genai.TuningJob) string {
	for key, value := range job.Labels {
		hexed, ok := strings.CutPrefix(value, "crc32c-")
		if !strings.HasPrefix(key, labelPrefix) || !ok {
			continue
		}
		if data, err := hex.DecodeString(hexed); err == nil && len(data) == 4 {
			return base64.StdEncoding.EncodeToString(data)
		}
	}
	return ""
}
