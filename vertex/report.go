package vertex

import (
	"math"

	"github.com/seed-57910ec4/videotune"
	"github.com/seed-57910ec4/videotune/internal/exact"
)

// A Report is what [Preflight] found. It belongs to the Spec that it was made of:
// [Submit] refuses it with another one.
type Report struct {
	Findings []*Finding // settings first, then files, then objects
	Train    FileFacts
	// Validation is the zero value where the Spec names no file.
	Validation FileFacts
	Dataset    *videotune.Report // of both files; nil if there was no copy to check

	Objects int // distinct gs:// objects that the copies name
	Looked  int // of them, that were looked for

	// PerEpoch are the tokens of one pass over the training set, as an estimate,
	// dropped examples left out; zero if there was no copy to check.
	PerEpoch videotune.Range
	// Billed is PerEpoch times Spec.Epochs; zero where the Spec leaves their number to
	// the service, which chooses it by the size of the dataset.
	Billed videotune.Range
	// Cost is Billed at the price that was given, and CostPerEpoch PerEpoch; zero
	// where either is unknown.
	Cost, CostPerEpoch CostRange

	key, value string  // the label of the job; "" in a Report that Preflight did not make
	objects    Objects // of Preflight; nil where nobody looked
}

// A CostRange is an estimate in the currency of the price, from a lower to an upper
// end.
type CostRange struct{ Lower, Upper float64 }

// FileFacts are what is known of a file of the dataset.
type FileFacts struct {
	URI      string // of the object
	Path     string // of the copy; "" if there is none
	Bytes    int64
	CRC32C   string // in base64, of the copy, or of the object if there is no copy; "" if unknown
	Uploaded Object // what the storage says of the object; the zero value if it was not looked at
	// Location is where the bucket lies, as the storage says; "" if that is not known. It
	// may lie anywhere: the page prepare-data says that its region does not matter.
	Location string
	Examples int    // non-blank lines
	Dropped  []Drop // what the service would leave out, in the order of the lines
}

// A Drop is an example that the service would leave out, as [videotune.Check] says.
type Drop struct {
	Line  int              // of the file, from 1
	Rules []videotune.Rule // why
}

// Refused returns the findings that keep the job from being submitted, without those
// of the rules in accept that can be accepted. An empty result of a Report that Preflight
// made means that [Submit] would go on; a nil Report has no findings, and is not submitted.
func (r *Report) Refused(accept ...Rule) []*Finding {
	if r == nil {
		return nil
	}
	var left []*Finding
	for _, f := range r.Findings {
		if f.Blocks(accept...) {
			left = append(left, f)
		}
	}
	return left
}

// estimate sets what the training will take.
func (r *Report) estimate(spec *Spec, price float64) {
	if r.Dataset == nil {
		return
	}
	r.PerEpoch = r.Dataset.Tokens
	if spec.Epochs > 0 {
		n := int64(spec.Epochs)
		r.Billed = videotune.Range{Lower: times(r.PerEpoch.Lower, n), Upper: times(r.PerEpoch.Upper, n)}
	}
	if price > 0 && !math.IsInf(price, 0) {
		r.CostPerEpoch = cost(r.PerEpoch, price)
		r.Cost = cost(r.Billed, price)
	}
}

func cost(tokens videotune.Range, price float64) CostRange {
	return CostRange{float64(tokens.Lower) * price / 1e6, float64(tokens.Upper) * price / 1e6}
}

// times is a × b, the largest number where that is more.
func times(a, b int64) int64 { return exact.MulDiv(max(a, 0), b, 1) }
