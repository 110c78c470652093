//go:build !race

package videotune

// hugeLine is the length of the longest line of the tests.
const hugeLine = 5 << 30

const raceEnabled = false
