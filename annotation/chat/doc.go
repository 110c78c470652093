// Package chat reads conversations about videos, as programs that tune open models
// take them: a JSON list, or JSON lines, of records of either kind:
//
//	{"messages":[{"role":"user","content":"<video>What happens?"},{"role":"assistant","content":"A dog runs."}],"videos":["a.mp4"]}
//	{"id":"7","video":"a.mp4","conversations":[{"from":"human","value":"<video>\nWhat happens?"},{"from":"gpt","value":"A dog runs."}]}
//
// [Read] makes a Video with Turns of each record. What becomes of the parts:
//
//   - The roles user and human are the user's; assistant, gpt, model, bot and chatgpt
//     are the model's; system, which is the first turn or a member of the record, is an
//     instruction. An unknown role is refused.
//   - The placeholder <video> is taken out of the texts wherever it stands, and the
//     white space around a text too. Where a record has no images, <image> is another
//     word for it. A record that has none is counted.
//   - The path of the video is the URI, until the option uri says where the files are,
//     and the Recording: several records of a video are several conversations, which a
//     split keeps together.
//   - id is the ID. Without one it is the path and the number of the record: "a.mp4#3".
//   - Other members stay in the metadata. Those of a turn have no place: which were left
//     out is told.
//
// # What is left out
//
// A record becomes an example as a whole or not at all. Each that is left out is told
// with its reason: it has no video, or more than one; images or audio beside it; calls
// of tools; answers that were compared (chosen, rejected); two or more placeholders; an
// empty turn; an instruction behind other turns, or two of them; or no answer of the
// model at its end.
package chat
