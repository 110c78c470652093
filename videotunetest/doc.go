// Package videotunetest helps other repositories to test what they make with
// videotune: datasets, lines, and tools that judge them. Its functions are for
// tests, and serve any test framework: what is found is returned as an error or
// a text, and where a [TestingT] is taken, *testing.T is one.
//
// # A program that writes a dataset
//
// [Conform] runs a function that writes JSONL and returns all that the tuning
// service, or the next reader, would stumble over. One call in a unit test is
// enough to keep a pipeline honest:
//
//	func TestExport(t *testing.T) {
//		videotunetest.Run(t, func(w io.Writer) error { return Export(w, sampleDB) }, nil)
//	}
//
// # A line
//
// [Diff] compares two lines by what they say, and names each difference by its
// JSON pointer; where they say the same it shows the first byte that differs.
// [Must] shortens the making of examples, [FakeMedia] that of facts about videos
// that do not exist.
//
// # A list of problems
//
// A [Matcher] says which problem is expected, by rule, line and pointer, never by
// the text of its message, which may change:
//
//	videotunetest.MatchProblems(t, report.Problems,
//		videotunetest.Match(videotune.RuleSegmentTooLong).At(3),
//		videotunetest.Match(videotune.RuleExamplesFew))
//
// # A tool that judges datasets
//
// [Vectors] are several hundred small datasets, one fault or success each, with
// the whole list of problems that is to be found in them. They are plain files,
// for tools in any language; vectors/README.md describes them. In Go,
// [LoadVectors] reads them, and [Vector.Check] and [Vector.Compare] run them.
// [GeneratedVectors] are those whose files would be too large to keep.
//
// # Compatibility
//
// The names of vectors and the form of vector.json are stable as the rule ids
// are: vectors are added, and changed only where the documents of the tuning
// service change or a vector was wrong.
package videotunetest
