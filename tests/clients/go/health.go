// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

const (
	roundMs = 1000
	rounds  = 12
)

// health waits for what makes a GPU unfit, as the device plugin of Kubernetes does: all GPUs in one set,
// whatever kinds each of them supports, and rounds that end without an event.
func health(wanted []string) {
	check("init", nvml.Init())
	set, code := nvml.EventSetCreate()
	check("event set", code)
	register(set)
	seen, quiet := []string{}, 0
	for round := 0; round < rounds && len(seen) < len(wanted); round++ {
		event, code := set.Wait(roundMs)
		if code == nvml.ERROR_TIMEOUT {
			quiet++
			continue
		}
		check("wait", code)
		seen = append(seen, describe(event))
	}
	check("free", set.Free())
	check("shutdown", nvml.Shutdown())
	fmt.Printf("seen %q after %d quiet rounds, expected %q\n", seen, quiet, wanted)
	if fmt.Sprint(seen) != fmt.Sprint(wanted) || quiet == 0 {
		os.Exit(1)
	}
}

func register(set nvml.EventSet) {
	const critical = nvml.EventTypeXidCriticalError | nvml.EventTypeDoubleBitEccError | nvml.EventTypeSingleBitEccError
	count, code := nvml.DeviceGetCount()
	check("count", code)
	for index := 0; index < count; index++ {
		device, code := nvml.DeviceGetHandleByIndex(index)
		check("handle", code)
		kinds, code := device.GetSupportedEventTypes()
		check("kinds of events", code)
		check("registration", device.RegisterEvents(critical&kinds, set))
	}
}

// describe tells GPU, kind and data of an event.
func describe(event nvml.EventData) string {
	uuid, code := event.Device.GetUUID()
	check("uuid", code)
	if event.GpuInstanceId != 0xFFFFFFFF || event.ComputeInstanceId != 0xFFFFFFFF {
		return fmt.Sprintf("%s: an instance without MIG", uuid)
	}
	if event.EventType == nvml.EventTypeXidCriticalError {
		return fmt.Sprintf("%s xid %d", uuid, event.EventData)
	}
	return fmt.Sprintf("%s kind %d", uuid, event.EventType)
}
