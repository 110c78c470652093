// Command testjson reads what "go test -json" writes and prints what "go test"
// would have: one line a package, and the output of what failed.
//
//	go test -json work | go run ./internal/tools/testjson -skips .ci/skips.txt
//
// A test that was skipped was not run. So testjson fails on each one, unless the
// file of skips names it with a reason:
//
//	# package test reason
//	example.com/pkg TestOnWindows needs Windows
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(run(os.Stdin, os.Stdout, os.Stderr, os.Args[1:]))
}

func run(in io.Reader, out, errOut io.Writer, args []string) int {
	flags := flag.NewFlagSet("testjson", flag.ContinueOnError)
	flags.SetOutput(errOut)
	name := flags.String("skips", "", "the file of the skips that are allowed")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	allowed := skips{}
	if *name != "" {
		f, err := os.Open(*name)
		if err != nil {
			fmt.Fprintln(errOut, "testjson:", err)
			return 2
		}
		defer f.Close()
		if allowed, err = readSkips(f); err != nil {
			fmt.Fprintf(errOut, "testjson: %s: %v\n", *name, err)
			return 2
		}
	}
	ok, err := check(in, out, allowed)
	if err != nil {
		fmt.Fprintln(errOut, "testjson:", err)
		return 2
	}
	if !ok {
		return 1
	}
	return 0
}
