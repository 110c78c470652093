package gen

import (
	"fmt"
	"strings"
)

// groups are the parts of the table.
var groups = []func(*table){
	files, sniffed, syntax, syntaxWords, formats, members, types, turns, functions,
	uris, mimes, offsets, segments, resolutions, mixed,
	lengths, sizes, counts, shares, tokens, facts, dataset, answers, shapes, labels, clean, several, severities, corners,
}

// Lines that nothing is wrong with, from which the others are made.
const (
	base = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]},` +
		`{"role":"model","parts":[{"text":"A dog runs."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`
	seg = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"},"videoMetadata":{"startOffset":"5s","endOffset":"25s"}},{"text":"What happens?"}]},` +
		`{"role":"model","parts":[{"text":"A dog runs."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`
	other = `{"contents":[{"role":"user","parts":[{"fileData":{"fileUri":"gs://b/other.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}]},` +
		`{"role":"model","parts":[{"text":"A cat sleeps."}]}],"generationConfig":{"mediaResolution":"MEDIA_RESOLUTION_LOW"}}`
)

// Pointers into them.
const (
	pPart   = "/contents/0/parts/0"
	pFile   = pPart + "/fileData"
	pURI    = pFile + "/fileUri"
	pMIME   = pFile + "/mimeType"
	pMeta   = pPart + "/videoMetadata"
	pStart  = pMeta + "/startOffset"
	pEnd    = pMeta + "/endOffset"
	pFPS    = pMeta + "/fps"
	pPrompt = "/contents/0/parts/1/text"
	pAnswer = "/contents/1/parts/0/text"
	pRes    = "/generationConfig/mediaResolution"
)

// The resolutions, as they stand in a line.
const (
	low    = `"MEDIA_RESOLUTION_LOW"`
	medium = `"MEDIA_RESOLUTION_MEDIUM"`
	high   = `"MEDIA_RESOLUTION_HIGH"`
)

// lines joins lines to the text of a file.
func lines(l ...string) string { return strings.Join(l, "\n") + "\n" }

// two is a file of a line and another that nothing is wrong with.
func two(line string) string { return lines(line, other) }

// parts returns base with other parts in the user's turn.
func parts(p string) string {
	return edit(base, `{"fileData":{"fileUri":"gs://b/v.mp4","mimeType":"video/mp4"}},{"text":"What happens?"}`, p)
}

// uri returns base with another value of fileUri, quotes and marks included.
func uri(v string) string { return edit(base, `"gs://b/v.mp4"`, v) }

// mime returns base with another value of mimeType, and of fileUri.
func mime(u, v string) string { return edit(base, `"gs://b/v.mp4"`, u, `"video/mp4"`, v) }

// meta returns base with a videoMetadata object.
func meta(m string) string {
	return edit(base, `"mimeType":"video/mp4"}`, `"mimeType":"video/mp4"},"videoMetadata":`+m)
}

// answer returns base with another answer, quotes and marks included.
func answer(v string) string { return edit(base, `"A dog runs."`, v) }

// numbered returns the i-th of many lines that nothing is wrong with, alone or
// together: its own video, its own answer, and no two answers alike in a way
// that a label would be.
func numbered(i int) string { return numberedAs("clip", i) }

// numberedAs is numbered with another name of the video.
func numberedAs(name string, i int) string {
	return edit(base, `gs://b/v.mp4`, fmt.Sprintf("gs://b/%s-%04d.mp4", name, i), `A dog runs.`, sentence(i))
}

// sentence is an answer in prose that no other number has.
func sentence(i int) string {
	animals := []string{"dog", "cat", "rabbit", "heron", "horse", "goat", "fox"}
	places := []string{"the yard", "a meadow", "the kitchen", "an old barn", "the river bank"}
	return fmt.Sprintf("In scene %d a %s crosses %s and stops after a while.", i, animals[i%len(animals)], places[i%len(places)])
}

// many joins the lines made for 0 … n-1 to the text of a file.
func many(n int, line func(int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(line(i))
		b.WriteByte('\n')
	}
	return b.String()
}
