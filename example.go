package videotune

import "encoding/json"

// An Example is one line of a dataset: the turns of a conversation, the last of
// which is the answer that the model is to learn.
//
// The zero value holds nothing and is refused by [Validate]. Examples are plain
// data: copy them, compare them with go-cmp, build them as literals:
//
//	ex := &videotune.Example{Contents: []videotune.Content{
//		videotune.User(videotune.Video("gs://b/dog.mp4").Segment(5*time.Second, 25*time.Second), videotune.Text("Which animal?")),
//		videotune.Model(videotune.Text("dog")),
//	}}
type Example struct {
	// SystemInstruction holds text parts only; nil for none. Its role is ignored
	// by the service.
	SystemInstruction *Content
	// Contents are the turns. The last is the model's.
	Contents []Content
	// Tools is a JSON array of the service's Tool objects; nil for none. It is
	// checked as strictly as the rest, and kept in its member order and number
	// spelling.
	Tools json.RawMessage
	// GenerationConfig holds the resolution, the one setting that tuning documents.
	GenerationConfig GenerationConfig
}

// A GenerationConfig holds the settings of a line. The zero value is not written.
type GenerationConfig struct {
	// MediaResolution is one value for all lines of training and validation;
	// "" is unset.
	MediaResolution MediaResolution
}

// A MediaResolution sets the number of tokens that one frame costs.
type MediaResolution string

// The resolutions that the tuning page documents. What each costs, and how long
// a video may be, is in [Limits]: the models differ.
const (
	ResolutionLow    MediaResolution = "MEDIA_RESOLUTION_LOW"
	ResolutionMedium MediaResolution = "MEDIA_RESOLUTION_MEDIUM"
	ResolutionHigh   MediaResolution = "MEDIA_RESOLUTION_HIGH"
)

// resolutionUnspecified is taken for an absent resolution, as the service does.
const resolutionUnspecified MediaResolution = "MEDIA_RESOLUTION_UNSPECIFIED"

// resolutionUltraHigh exists at part level only, and never for video.
const resolutionUltraHigh MediaResolution = "MEDIA_RESOLUTION_ULTRA_HIGH"
