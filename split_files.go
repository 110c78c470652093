package videotune

import "iter"

// Files returns the files that ex names, in their order, those of the system
// instruction last. Files without a URI are passed over.
func (ex *Example) Files() iter.Seq[*FileData] {
	return func(yield func(*FileData) bool) {
		if ex == nil {
			return
		}
		for i := range ex.Contents {
			if !ex.Contents[i].files(yield) {
				return
			}
		}
		if ex.SystemInstruction != nil {
			ex.SystemInstruction.files(yield)
		}
	}
}

// files yields the files of a turn, and reports whether more are wanted.
func (c *Content) files(yield func(*FileData) bool) bool {
	for i := range c.Parts {
		if f := c.Parts[i].FileData; f != nil && f.FileURI != "" && !yield(f) {
			return false
		}
	}
	return true
}
