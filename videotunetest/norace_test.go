//go:build !race

package videotunetest_test

const underRace = false
