package videotune

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPlainObject: what is let through at once has nothing wrong by the full rules.
func TestPlainObject(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		uri := rapid.SampledFrom([]string{"gs://", "gs:/", "GS://", "s3://", ""}).Draw(t, "scheme") +
			strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"b", "a1", "/", "..", "-", "_", "*", "Y", "<", " ", "é", "//", "YOUR_BUCKET"}), 0, 6).Draw(t, "rest"), "")
		if !plainObject(uri) {
			return
		}
		if rule, message, _ := judgeObject(strings.TrimPrefix(uri, "gs://")); rule != "" || placeholderURI(uri) || strings.TrimSpace(uri) != uri {
			t.Fatalf("%q is let through: %s %s", uri, rule, message)
		}
	})
	if !plainObject("gs://bucket/videos/000001.mp4") {
		t.Error("the plainest URI is not plain")
	}
}
