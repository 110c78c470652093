//go:build race

package videotune

// hugeLine is the length of the longest line of the tests: the race detector
// makes reading it ten times as slow.
const hugeLine = 512 << 20

const raceEnabled = true
