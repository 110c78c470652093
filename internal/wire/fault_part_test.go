package wire

import "testing"

func TestContentFaults(t *testing.T) {
	testFaults(t, []faultCase{
		{`{"role":"user","parts":[]}`, nil},
		{`{"role":null,"parts":null}`, nil},
		{`{"role":§1,"parts":§{}}`, []string{`WrongType | /role |  | a string | a number`, `WrongType | /parts |  | an array | an object`}},
		{`{"parts":[§null,§"text",{}]}`, []string{`WrongType | /parts/0 |  | an object | null`, `WrongType | /parts/1 |  | an object | a string`}},
		{`{§"Role":"user",§"part":[],§"text":"",§"videoMetadata":{},§"systemInstruction":{},§"contents":[],§"mediaResolution":1}`, []string{
			`WrongCase | /Role | Role | role`,
			`UnknownMember | /part | part | parts`,
			`Misplaced | /text | text | in a part`,
			`Misplaced | /videoMetadata | videoMetadata | in the part, beside fileData`,
			`Misplaced | /systemInstruction | systemInstruction | at the top of the line`,
			`Misplaced | /contents | contents | at the top of the line`,
			`Misplaced | /mediaResolution | mediaResolution | in generationConfig`}},
		{`{§"content":"hi"}`, []string{`UnknownMember | /content | content | parts`}},
		{`{§"messages":[]}`, []string{`UnknownMember | /messages | messages`}},
		{`§[]`, []string{`NotAnObject |  |  | an object | an array`}},
		{`{"parts":[{"text":"a"§]}`, []string{`Syntax | /parts/0 | ] | a comma or '}'`}},
	}, decodeContent)
}

func TestPartFaults(t *testing.T) {
	testFaults(t, []faultCase{
		{`{"text":""}`, nil},
		{`{"text":"a","fileData":{},"functionCall":{},"functionResponse":{},"videoMetadata":{},"mediaResolution":{}}`, nil},
		{`{"text":null,"fileData":null,"functionCall":null,"functionResponse":null,"videoMetadata":null,"mediaResolution":null,` +
			`"inlineData":null,"executableCode":null,"codeExecutionResult":null,"thought":null,"thoughtSignature":null}`, nil},
		{`{"inlineData":{"mimeType":"video/mp4","data":"AAAA","whatever":1}}`, nil},
		{`{"inlineData":7}`, nil},
		{`{"inlineData":{"a":1,§"a":2}}`, []string{`DuplicateMember | /inlineData/a | a`}},
		{`{§"inline_data":{}}`, []string{`SnakeCase | /inline_data | inline_data | inlineData`}},
		{`{§"executableCode":{},§"codeExecutionResult":{}}`, []string{
			`UndocumentedMember | /executableCode | executableCode`,
			`UndocumentedMember | /codeExecutionResult | codeExecutionResult`}},
		{`{§§"executable_code":{},§"executableCode":{}}`, []string{
			`SnakeCase | /executable_code | executable_code | executableCode`,
			`UndocumentedMember | /executable_code | executable_code`,
			`BothSpellings | /executableCode | executableCode | executableCode`}},
		{`{§"thought":true,§"thoughtSignature":"",§"thought_signature":""}`, []string{
			`UndocumentedMember | /thought | thought`,
			`UndocumentedMember | /thoughtSignature | thoughtSignature`,
			`BothSpellings | /thought_signature | thought_signature | thoughtSignature`}},
		{`{"text":§{"text":"x",§"text":"y"}}`, []string{`WrongType | /text |  | a string | an object`, `DuplicateMember | /text/text | text`}},
		{`{"text":"a",§"text":"b"}`, []string{`DuplicateMember | /text | text`}},
		{`{§"Text":"a",§"TEXT":"a",§"t_ext":"a",§"txt":"a",§"test":"a"}`, []string{
			`WrongCase | /Text | Text | text`, `WrongCase | /TEXT | TEXT | text`, `WrongCase | /t_ext | t_ext | text`,
			`UnknownMember | /txt | txt | text`, `UnknownMember | /test | test | text`}},
		{`{§"startOffset":"1s",§"fps":1,§"fileUri":"",§"mimeType":"",§"role":"",§"parts":[],§"generationConfig":{},§"end_offset":"1s"}`, []string{
			`Misplaced | /startOffset | startOffset | in videoMetadata`,
			`Misplaced | /fps | fps | in videoMetadata`,
			`Misplaced | /fileUri | fileUri | in fileData`,
			`Misplaced | /mimeType | mimeType | in fileData`,
			`Misplaced | /role | role | in the turn, beside parts`,
			`Misplaced | /parts | parts | in a turn of contents`,
			`Misplaced | /generationConfig | generationConfig | at the top of the line`,
			`Misplaced | /end_offset | end_offset | in videoMetadata`}},
		{`{§"response":{}}`, []string{`Misplaced | /response | response | in functionResponse`}},

		// fileData
		{`{"fileData":{"fileUri":"gs://b/o","mimeType":"video/mp4"}}`, nil},
		{`{§"file_data":{§"file_uri":"gs://b/o",§"mime_type":"video/mp4"}}`, []string{
			`SnakeCase | /file_data | file_data | fileData`,
			`SnakeCase | /file_data/file_uri | file_uri | fileUri`,
			`SnakeCase | /file_data/mime_type | mime_type | mimeType`}},
		{`{"fileData":{"fileUri":"a",§"file_uri":"b"}}`, []string{`BothSpellings | /fileData/file_uri | file_uri | fileUri`}},
		{`{"fileData":{§"FileURI":"a",§"fileURI":"a",§"fileuri":"a",§"FILE_URI":"a",§"uri":"a",§"fileUrl":"a",§"displayName":"a",§"display_name":null}}`, []string{
			`WrongCase | /fileData/FileURI | FileURI | fileUri`,
			`WrongCase | /fileData/fileURI | fileURI | fileUri`,
			`WrongCase | /fileData/fileuri | fileuri | fileUri`,
			`WrongCase | /fileData/FILE_URI | FILE_URI | fileUri`,
			`UnknownMember | /fileData/uri | uri | fileUri`,
			`UnknownMember | /fileData/fileUrl | fileUrl | fileUri`,
			`UndocumentedMember | /fileData/displayName | displayName`,
			`BothSpellings | /fileData/display_name | display_name | displayName`}},
		{`{"fileData":{§"videoMetadata":{},§"startOffset":"1s",§"text":"",§"mediaResolution":{}}}`, []string{
			`Misplaced | /fileData/videoMetadata | videoMetadata | in the part, beside fileData`,
			`Misplaced | /fileData/startOffset | startOffset | in videoMetadata`,
			`Misplaced | /fileData/text | text | in a part`,
			`Misplaced | /fileData/mediaResolution | mediaResolution | in generationConfig`}},
		{`{"fileData":§"gs://b/o"}`, []string{`WrongType | /fileData |  | an object | a string`}},
		{`{"fileData":{"fileUri":§["a"],"mimeType":§false}}`, []string{
			`WrongType | /fileData/fileUri |  | a string | an array`,
			`WrongType | /fileData/mimeType |  | a string | a boolean`}},

		// videoMetadata: any value will do for an offset.
		{`{"videoMetadata":{"startOffset":"5s","endOffset":"x","fps":1.5e0}}`, nil},
		{`{"videoMetadata":{"startOffset":5,"endOffset":{"seconds":5}}}`, nil},
		{`{"videoMetadata":{"startOffset":true,"endOffset":[1],"fps":null}}`, nil},
		{`{"videoMetadata":{"startOffset":{"seconds":5,§"seconds":6}}}`, []string{`DuplicateMember | /videoMetadata/startOffset/seconds | seconds`}},
		{`{§"video_metadata":{§"start_offset":"5s",§"end_offset":"6s","fps":1}}`, []string{
			`SnakeCase | /video_metadata | video_metadata | videoMetadata`,
			`SnakeCase | /video_metadata/start_offset | start_offset | startOffset`,
			`SnakeCase | /video_metadata/end_offset | end_offset | endOffset`}},
		{`{"videoMetadata":{"fps":§"1"}}`, []string{`WrongType | /videoMetadata/fps |  | a number | a string`}},
		{`{"videoMetadata":{"fps":§1e999}}`, []string{`WrongType | /videoMetadata/fps | 1e999 | a number that fits in 64 bits | a number`}},
		{`{"videoMetadata":{"fps":1e-999}}`, nil},
		{`{"videoMetadata":{§"FPS":1,§"start":"5s",§"startoffset":"5s",§"fpss":1,§"f":1,§"mimeType":""}}`, []string{
			`WrongCase | /videoMetadata/FPS | FPS | fps`,
			`UnknownMember | /videoMetadata/start | start | startOffset`,
			`WrongCase | /videoMetadata/startoffset | startoffset | startOffset`,
			`UnknownMember | /videoMetadata/fpss | fpss | fps`,
			`UnknownMember | /videoMetadata/f | f`,
			`Misplaced | /videoMetadata/mimeType | mimeType | in fileData`}},
		{`{"videoMetadata":§"5s"}`, []string{`WrongType | /videoMetadata |  | an object | a string`}},

		// mediaResolution
		{`{"mediaResolution":{"level":"MEDIA_RESOLUTION_LOW"}}`, nil},
		{`{"mediaResolution":§"MEDIA_RESOLUTION_LOW"}`, []string{`WrongType | /mediaResolution |  | an object | a string`}},
		{`{"mediaResolution":{"level":§1,§"numTokens":2,§"mediaResolution":"X"}}`, []string{
			`WrongType | /mediaResolution/level |  | a string | a number`,
			`UndocumentedMember | /mediaResolution/numTokens | numTokens`,
			`Misplaced | /mediaResolution/mediaResolution | mediaResolution | in generationConfig`}},

		// functions
		{`{"functionCall":{"name":"f","args":{"a":[1, 2]}}}`, nil},
		{`{"functionCall":{"name":"f","args":null}}`, nil},
		{`{"functionCall":{"name":§1,"args":§[]}}`, []string{
			`WrongType | /functionCall/name |  | a string | a number`,
			`WrongType | /functionCall/args |  | an object | an array`}},
		{`{"functionCall":{"args":{"a":{"b":1,§"b":1}}}}`, []string{`DuplicateMember | /functionCall/args/a/b | b`}},
		{`{"functionCall":{§"id":"1",§"response":{}},"functionResponse":{§"id":1,§"args":{},"response":§"x"}}`, []string{
			`UndocumentedMember | /functionCall/id | id`,
			`Misplaced | /functionCall/response | response | in functionResponse`,
			`UndocumentedMember | /functionResponse/id | id`,
			`Misplaced | /functionResponse/args | args | in functionCall`,
			`WrongType | /functionResponse/response |  | an object | a string`}},
		{`{§"function_call":{},§"function_response":{}}`, []string{
			`SnakeCase | /function_call | function_call | functionCall`,
			`SnakeCase | /function_response | function_response | functionResponse`}},
		{`§"x"`, []string{`NotAnObject |  |  | an object | a string`}},
	}, decodePart)
}
