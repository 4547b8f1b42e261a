// SPDX-License-Identifier: MIT

// NVIDIA's Go bindings: "list" prints name, memory and UUID of every GPU, "every" calls every method, "values" compares
// with a machine file, "health" waits for events.
package main

import (
	"fmt"
	"os"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

func check(what string, code nvml.Return) {
	if code != nvml.SUCCESS {
		fmt.Fprintf(os.Stderr, "%s: %s (%d)\n", what, nvml.ErrorString(code), int(code))
		os.Exit(1)
	}
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "list":
		list()
	case len(os.Args) == 2 && os.Args[1] == "every":
		every()
	case len(os.Args) == 3 && os.Args[1] == "values":
		values(os.Args[2])
	case len(os.Args) > 2 && os.Args[1] == "health":
		health(os.Args[2:])
	default:
		fmt.Fprintln(os.Stderr, "usage: go-client list|every|values MACHINE.yaml|health EVENT...")
		os.Exit(2)
	}
}
