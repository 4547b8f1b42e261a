// SPDX-License-Identifier: MIT

// Prints name, memory and UUID of every GPU through NVIDIA's Go bindings.
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

func show(index int) {
	device, code := nvml.DeviceGetHandleByIndex(index)
	check("handle", code)
	name, code := device.GetName()
	check("name", code)
	memory, code := device.GetMemoryInfo()
	check("memory", code)
	uuid, code := device.GetUUID()
	check("uuid", code)
	fmt.Printf("%d, %s, %d, %s\n", index, name, memory.Total>>20, uuid)
}

func main() {
	check("init", nvml.Init())
	count, code := nvml.DeviceGetCount()
	check("count", code)
	for index := 0; index < count; index++ {
		show(index)
	}
	check("shutdown", nvml.Shutdown())
}
