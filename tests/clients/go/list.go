// SPDX-License-Identifier: MIT

package main

import (
	"fmt"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

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

func list() {
	check("init", nvml.Init())
	count, code := nvml.DeviceGetCount()
	check("count", code)
	for index := 0; index < count; index++ {
		show(index)
	}
	check("shutdown", nvml.Shutdown())
}
