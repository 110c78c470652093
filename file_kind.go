package videotune

import (
	"github.com/seed-57910ec4/videotune/internal/sniff"
)

// explainFile returns the problem of a file that is not JSONL at all, which is
// told once and by name; nil for JSONL. A byte order mark is a problem of its
// own, see [bomProblem].
func explainFile(found sniff.Result) *Problem {
	tell := func(rule Rule, message, hint string) *Problem {
		return &Problem{Rule: rule, Severity: ruleByID[rule].Severity, Message: message, Hint: hint}
	}
	const oneLine = "write each example as one line, for instance with jq -c"
	switch k := found.Kind; {
	case k == sniff.JSONL:
		return nil
	case k == sniff.Empty:
		return tell(RuleFileEmpty, "the file holds no example", "")
	case k.Compressed():
		return tell(RuleFileCompressed, "the file is compressed ("+k.String()+"); the service reads plain JSONL", "unpack it first")
	case k == sniff.UTF16 || k == sniff.UTF32:
		return tell(RuleFileEncoding, "the file is "+k.String()+"; the service reads UTF-8", "save it as UTF-8 without a byte order mark")
	case k == sniff.PrettyPrinted:
		return tell(RuleFilePrettyPrinted, "the JSON is pretty-printed over several lines; the service reads one example a line", oneLine)
	case k == sniff.Array:
		return tell(RuleFileJSONArray, "the file is a JSON array; the service reads one example a line, without brackets and commas around", "write each element as one line: videotune fix does it, and jq -c '.[]' if it is JSON, not a printed Python list")
	case k == sniff.CSV || k == sniff.TSV:
		return tell(RuleFileCSV, "the file is a table ("+k.String()+"), not JSONL", "make an example of each row")
	case k == sniff.HTML || k == sniff.XML:
		return tell(RuleFileHTML, "the file is "+k.String()+", perhaps an error page that was saved in the place of the dataset", "download the file again")
	case k == sniff.Binary:
		return tell(RuleFileNotJSONL, "the file is binary, not JSONL", "")
	}
	return tell(RuleFileNotJSONL, "the file is not JSONL: no line begins with {", "write each example as a JSON object on one line")
}

// bomProblem is the problem of a file that begins with a byte order mark.
func bomProblem() *Problem {
	return &Problem{Rule: RuleFileBOM, Severity: ruleByID[RuleFileBOM].Severity,
		Message: "the file begins with a byte order mark, which JSON forbids and many readers refuse", Hint: "save it as UTF-8 without a byte order mark"}
}
