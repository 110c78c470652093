// Package e2e tests videotune from outside, with tools that the library itself
// does not want to depend on: an independent JSON Schema validator, and, in
// imports, the go command doing what users do.
//
// The tests run programs of other modules, which the go command does not know
// when it looks for a cached result: run them with -count=1.
package e2e
