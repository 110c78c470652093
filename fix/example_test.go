package fix_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/seed-57910ec4/videotune/fix"
)

func ExampleFile() {
	in := `[
  {'contents': [{'role': 'user', 'parts': [{'file_data': {'file_uri': 'gs://b/v.mp4', 'mimeType': 'video/mp4'},
    'videoMetadata': {'endOffset': '1m30s'}}]}, {'role': 'model', 'parts': [{'text': 'dog'}]}]},
]`
	report, err := fix.File(strings.NewReader(in), os.Stdout, &fix.Options{
		Name: "export.json",
		OnEdit: func(e *fix.Edit) {
			for i := range e.Changes {
				fmt.Printf("line %d: %s\n", e.Line, &e.Changes[i])
			}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.LeftOver(), "problems are left")
	// Output:
	// line 2: an array → a line for each element [file-json-array]
	// line 2: 2 lines → 1 line [file-pretty-printed]
	// line 2: ' → " ×17 [json-single-quotes]
	// line 2: /contents/0/parts/0/file_data: file_data → fileData [member-snake-case]
	// line 2: /contents/0/parts/0/file_data/file_uri: file_uri → fileUri [member-snake-case]
	// line 2: /contents/0/parts/0/videoMetadata/endOffset: "1m30s" → "90s" [offset-spelling]
	// {"contents": [{"role": "user", "parts": [{"fileData": {"fileUri": "gs://b/v.mp4", "mimeType": "video/mp4"},"videoMetadata": {"endOffset": "90s"}}]}, {"role": "model", "parts": [{"text": "dog"}]}]}
	// 0 problems are left
}
