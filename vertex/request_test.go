package vertex

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/vertex/vertextest"
	"google.golang.org/genai"
)

// TestPlainOverTheWire holds compare to what the SDK really sends.
func TestPlainOverTheWire(t *testing.T) {
	server := vertextest.NewServer()
	defer server.Close()
	client, err := server.Client(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ex := segment(0, 25*time.Second)
	ex.Contents[0].Parts[0].VideoMetadata.FPS = 2
	contents, config, err := Request("gemini-3.5-flash", ex)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Models.GenerateContent(t.Context(), "gemini-3.5-flash", contents, config); err != nil {
		t.Fatal(err)
	}
	mustEqual(t, `{"contents":[{"parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"0s","endOffset":"25s","fps":2}},{"text":"What?"}],"role":"user"}],
		"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW","thinkingConfig":{"thinkingLevel":"MINIMAL"}}}`, server.Requests(vertextest.Generate)[0].Body)
}

func TestRequestRefuses(t *testing.T) {
	noAnswer := segment(0, time.Second)
	noAnswer.Contents = noAnswer.Contents[:1]
	onlyAnswer := segment(0, time.Second)
	onlyAnswer.Contents = onlyAnswer.Contents[1:]
	twoAnswers := segment(0, time.Second)
	twoAnswers.Contents = append(twoAnswers.Contents, twoAnswers.Contents[1])
	for _, ex := range []*videotune.Example{nil, {}, noAnswer, onlyAnswer, twoAnswers} {
		var ce *ConversionError
		if _, _, err := Request("gemini-2.5-flash", ex); !errors.As(err, &ce) {
			t.Errorf("%v: %v", ex, err)
		}
	}
	var me *videotune.ModelError
	if _, _, err := Request("gemini-9", segment(0, time.Second)); !errors.As(err, &me) {
		t.Errorf("an unknown model: %v", err)
	}
}

func TestThinking(t *testing.T) {
	for model, want := range map[string]*genai.ThinkingConfig{
		"gemini-2.5-flash":                        {ThinkingBudget: genai.Ptr[int32](0)},
		"gemini-2.5-flash-lite":                   {ThinkingBudget: genai.Ptr[int32](0)},
		"gemini-2.5-pro":                          {ThinkingBudget: genai.Ptr[int32](128)},
		"publishers/google/models/gemini-2.5-pro": {ThinkingBudget: genai.Ptr[int32](128)},
		"gemini-3.5-flash":                        {ThinkingLevel: genai.ThinkingLevelMinimal},
		"gemini-3.1-flash-lite":                   {ThinkingLevel: genai.ThinkingLevelMinimal},
	} {
		if got, err := Thinking(model); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", model, got, err)
		}
	}
}
