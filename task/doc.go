// Package task has the use cases of video tuning: what is asked of a clip, what the
// model is to answer, and how its answers are read again. Training and production
// use one value of a task, so they use one text.
//
//   - [Summarize]: a text about the whole clip
//   - [Localize]: events with their start and end
//   - [Moderate]: the labels of a policy with severities and segments, or "none"
//   - [Caption]: timed cues, sounds included
//   - [Classify]: one label, or several, of a closed list
//   - [Custom]: an answer of a Go type of yours, and a template for the prompt
//
// # Prompt, answer, Parse
//
// Prompt says what is to be done, lists the labels in the order of their names with
// their definitions, shows the form of the answer as a JSON Schema that is made from
// the Go type of the answer, and says what to answer when nothing applies. Its bytes
// depend on the value of the task only.
//
// An answer is one JSON object, in a code fence if Fence is set. FromClip makes the
// typed answer of a clip, Render its text, and Answer is both. Parse reads a reply
// back into the type. It does not mind fences, white space, and prose before or behind
// the JSON; it does mind the content. Members that are unknown, missing or there
// twice, labels that are not listed, and times that run backwards or have another
// form are errors: a [*ReplyError] has a [Fault] for each, with a JSON pointer, the
// value and what was expected. Check is Parse without the value.
//
// # Times
//
// Times count from the start of the clip. They are written in one [Unit], chosen once
// for all examples. A start is rounded down to it and an end up, after both were
// clamped to the clip. So an event that has a length has one in the answer too; its
// start is never later than it was, and its end never earlier, but for what was
// clamped. The end of an event that lasts to the end of a clip of 12.3 s is 00:13: the
// end of the second that the clip ends in. No time lies further behind the end of the
// clip than that. What was rounded and clamped is counted in [Notes].
//
// # Labels
//
// [Labels] are exact strings. The label of an event may be the name of a label or one
// of its aliases; all others are left out of the answer and listed in [Notes].Left, so
// that a task may ask for fewer labels than there are in the annotations.
package task
