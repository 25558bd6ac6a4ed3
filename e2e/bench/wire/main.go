// Command wire holds both ends of the gateway's benchmark: an upstream that stands in for an engine, and a load generator.
// Both are one thread over epoll, so that they leave the processor to what is measured between them.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

const usage = `usage: wire upstream [-port PORT] [-events N] [-gap-micros N]
       wire load -address HOST:PORT [options, see wire load -help]`

func main() {
	runtime.GOMAXPROCS(1)
	debug.SetGCPercent(800)
	if len(os.Args) < 2 {
		fail(fmt.Errorf("%s", usage))
	}
	var err error
	switch os.Args[1] {
	case "upstream":
		err = upstream(os.Args[2:])
	case "load":
		err = load(os.Args[2:])
	default:
		err = fmt.Errorf("expected upstream or load, found %q\n%s", os.Args[1], usage)
	}
	if err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
