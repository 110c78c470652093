// Package fix mends a dataset file where that can be done without guessing what is
// meant, and says what it did.
//
// [File] reads what people have (JSON lines with faults, pretty-printed JSON, a JSON
// array, printed Python dicts, UTF-16) and writes JSON lines:
//
//   - Objects that are spread over lines, run together or elements of an array become
//     one line each. A byte order mark, "\r\n" and blank lines go.
//   - JSON of other dialects becomes strict: commas before closing brackets, comments,
//     single and typographic quotes, bare names, '=' for ':', numbers like ".5", raw line breaks and
//     control characters in strings. A line break there is "\n", however the file ends
//     its lines. Of Python also True, False and None, u'…' and r'…', texts that stand
//     side by side on lines of their own or in a parenthesis, where no comma can be
//     missing (as pprint breaks long ones), parentheses, and tuples. A quote written
//     twice within a text, and escapes that Python and JavaScript read differently
//     (\a, \/, halves of a pair), are left.
//   - Members get the spelling of the documentation: file_uri, fileURI; those of tools
//     too, but for names of the user's own. Roles are "user" and "model": "User",
//     and "assistant", which means the model in any vocabulary that has it.
//   - Offsets whose unit is written become exact durations: "1m30s", "500ms", "5 S",
//     "90,5s", "00:01:30", {"seconds":5}. A bare number or "01:30" does not say its unit: that
//     needs Options.OffsetUnit. With it, and only with it, times that are finer than a
//     nanosecond are rounded, to the nearest microsecond; the times of frames are
//     fractions of whole numbers and rounded so too.
//   - Short names of resolutions and aliases of MIME types become those that the
//     service lists.
//   - A batch request is unwrapped, and its key is left out. The messages of a chat
//     become contents, with files whose URI begins with gs:// or http(s):// and tells their
//     type; what has no place in contents (tool calls, weights, names, an instruction
//     behind a turn) leaves the line as it is. Conversations, of "from" and "value", become
//     contents too, with the one file beside them if its placeholder stands at the beginning
//     or the end of a text of the user.
//
// What would change more than the spelling is done only if an option asks for it:
// filling in the resolution or replacing it, leaving out duplicates and members that are
// not known, moving out what the service would drop and what cannot be mended.
//
// Everything else stays byte for byte, lines that are good already and what cannot be
// mended: a line is mended as far as it can be, a line that is no JSON is not touched.
// Fixing a second time changes nothing. What [videotune.Check] finds in the result, by
// Options.Policy, is in the [Report], and with it the first thing that was in the way of
// mending it, an [Obstacle].
package fix
