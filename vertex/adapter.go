package vertex

import (
	"fmt"
	"slices"
)

// An AdapterSize is the rank of the adapter that is trained: 1, 2, 4, 8 or 16. The
// zero value leaves it to the service. The API knows 32 as well, which the page lists
// for no Gemini model.
type AdapterSize int

// adapterNames are the sizes of the API.
var adapterNames = map[AdapterSize]string{
	1: "ADAPTER_SIZE_ONE", 2: "ADAPTER_SIZE_TWO", 4: "ADAPTER_SIZE_FOUR",
	8: "ADAPTER_SIZE_EIGHT", 16: "ADAPTER_SIZE_SIXTEEN", 32: "ADAPTER_SIZE_THIRTY_TWO",
}

func (a AdapterSize) wire() string { return adapterNames[a] }

// A tuning is what the page says of a model beyond the limits of its dataset.
type tuning struct {
	adapters []AdapterSize
	regions  []string // nil where the page lists none
	noCMEK   bool     // the page says that keys of one's own are not supported
}

var (
	small  = []AdapterSize{1, 2, 4, 8}
	all    = []AdapterSize{1, 2, 4, 8, 16}
	listed = []string{"us-central1", "europe-west4"}
)

// tunings are of the page supervised-tuning as of 2026-08-20; the column of
// gemini-3.5-flash-lite is of a later copy of it, which repeats that of 3.5 Flash.
var tunings = map[string]tuning{
	"gemini-2.5-flash":      {adapters: all},
	"gemini-2.5-flash-lite": {adapters: all},
	"gemini-2.5-pro":        {adapters: small},
	"gemini-3.1-flash-lite": {adapters: all, regions: listed, noCMEK: true},
	"gemini-3.5-flash":      {adapters: all, regions: listed, noCMEK: true},
	"gemini-3.5-flash-lite": {adapters: all, regions: listed, noCMEK: true},
}

// AdapterSizes returns the adapter sizes that the supervised-tuning page lists for a
// model, as [videotune.Limits].Model names it; nil for one that it does not list.
func AdapterSizes(model string) []AdapterSize { return slices.Clone(tunings[model].adapters) }

func sizeList(sizes []AdapterSize) string {
	s := ""
	for i, size := range sizes {
		if i > 0 {
			s += ", "
		}
		s += fmt.Sprint(int(size))
	}
	return s
}
