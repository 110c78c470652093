package vertex

import "fmt"

// An IndexError says that the service names an example that the file does not have.
type IndexError struct {
	File     string
	Index    int64 // as the service says it, from 1
	Examples int   // non-blank lines of the file
	// Same is [Identical] where the file is the one that the job read, so that it is the
	// service's index that means nothing, and else [Unidentified].
	Same Identification
}

// Error says so, and what is to blame.
func (e *IndexError) Error() string {
	why := "it may not be the file that was tuned on"
	if e.Same == Identical {
		why = "the checksum says that it is the file that was tuned on, so that the service's index is out of range"
	}
	return fmt.Sprintf("vertex: the service left out example %d, but %s has examples 1 to %d; %s", e.Index, e.File, e.Examples, why)
}

// A CountError says that a copy, of which no checksum tells whether the job read it, has
// another number of examples than the service counted, so that an index means no line
// of it.
type CountError struct {
	File     string
	Examples int   // non-blank lines of the file
	Counted  int64 // examples, by the service
}

// Error says so, and what to do.
func (e *CountError) Error() string {
	return fmt.Sprintf("vertex: the service counted %d examples, and %s has %d: it is not the file that the job read; give the copy that was uploaded", e.Counted, e.File, e.Examples)
}

// A DifferentFileError says that a copy is not what the job read, so that an index
// means no line of it.
type DifferentFileError struct {
	File, URI string
	Have      string // CRC32C of File, in base64
	Want      string // of what the job read
}

// Error says so.
func (e *DifferentFileError) Error() string {
	return fmt.Sprintf("vertex: %s (CRC32C %s) is not the file that the job read, %s (%s); give the copy that was uploaded", e.File, e.Have, e.URI, e.Want)
}
