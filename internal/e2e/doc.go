// Package e2e tests videotune from outside, with tools that the library itself
// does not want to depend on: an independent JSON Schema validator, and, in
// imports, the go command doing what users do.
package e2e
