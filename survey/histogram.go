package survey

// MaxBins is the largest number of bins of a [Histogram].
const MaxBins = 4096

// A Histogram counts numbers that are not negative, in bins of one width: bin i holds
// what is over i × Width and at most (i + 1) × Width, and the first bin 0 too. Where a
// number lies beyond MaxBins bins, the width is doubled until it does not.
type Histogram struct {
	Limit  int64 // that numbers are compared with; 0 for none
	Over   int   // numbers over the limit
	Width  int64 // of a bin
	Counts []int // up to the last bin that is not empty
	N      int
	Sum    int64 // stays at the largest int64 when it is reached
	Min    int64 // of all numbers; 0 if there are none
	Max    int64
}

// Add counts a number; a negative one counts as 0.
func (h *Histogram) Add(v int64) {
	v = max(v, 0)
	if h.Width <= 0 {
		h.Width = 1
	}
	for h.bin(v) >= MaxBins {
		h.double()
	}
	i := int(h.bin(v))
	if i >= len(h.Counts) {
		h.Counts = append(h.Counts, make([]int, i+1-len(h.Counts))...)
	}
	h.Counts[i]++
	if h.N == 0 || v < h.Min {
		h.Min = v
	}
	h.Max = max(h.Max, v)
	h.N++
	if h.Sum += v; h.Sum < 0 {
		h.Sum = 1<<63 - 1
	}
	if h.Limit > 0 && v > h.Limit {
		h.Over++
	}
}

func (h *Histogram) bin(v int64) int64 { return max(v-1, 0) / h.Width }

// double joins each two bins.
func (h *Histogram) double() {
	if h.Width > 1<<62 { // one bin holds every int64 there is, almost
		h.Width = 1<<63 - 1
	} else {
		h.Width *= 2
	}
	for i, n := range h.Counts {
		if i%2 == 0 {
			h.Counts[i/2] = n
		} else {
			h.Counts[i/2] += n
		}
	}
	h.Counts = h.Counts[:(len(h.Counts)+1)/2]
}

// AtMost returns a number that a share of num/den of all numbers do not exceed: the
// end of the bin where the share is reached, or the largest number. It is 0 if there
// are none.
func (h *Histogram) AtMost(num, den int) int64 {
	n := 0
	for i, c := range h.Counts {
		if n += c; n*den >= h.N*num {
			if start := int64(i) * h.Width; h.Max-start > h.Width { // the end may be over int64
				return start + h.Width
			}
			return h.Max
		}
	}
	return h.Max
}
