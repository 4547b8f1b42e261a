// SPDX-License-Identifier: MIT

package main

import (
	"reflect"
	"strings"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

// objects are what methods are called on and with, by the name of their interface; what the library does not
// hand out on this machine is there with the handle that the failed call left.
type objects map[string]reflect.Value

func (o objects) put(name string, value any) {
	if value != nil {
		o[name] = reflect.ValueOf(value)
	}
}

func gather(library nvml.Interface, device nvml.Device) objects {
	o := objects{}
	o.put("Interface", library)
	o.put("Device", device)
	unit, _ := library.UnitGetHandleByIndex(0)
	o.put("Unit", unit)
	set, _ := library.EventSetCreate()
	o.put("EventSet", set)
	sample, _ := library.GpmSampleAlloc()
	o.put("GpmSample", sample)
	gpuInstance, _ := device.GetGpuInstanceById(0)
	o.put("GpuInstance", gpuInstance)
	computeInstance, _ := gpuInstance.GetComputeInstanceById(0)
	o.put("ComputeInstance", computeInstance)
	if types, code := device.GetSupportedVgpus(); code == nvml.SUCCESS && len(types) > 0 {
		o.put("VgpuTypeId", types[0])
	}
	if instances, code := device.GetActiveVgpus(); code == nvml.SUCCESS && len(instances) > 0 {
		o.put("VgpuInstance", instances[0])
	}
	return o
}

// Numbers by method; the others get 0.
var numbers = map[string]int64{
	"GetCpuAffinity": 4, "GetCpuAffinityWithinScope": 4, "GetMemoryAffinity": 4, "DeviceGetCpuAffinity": 4,
	"DeviceGetCpuAffinityWithinScope": 4, "DeviceGetMemoryAffinity": 4, "EventSetWait": 5, "Wait": 5,
}

// Enumerations that are gone through from end to end: how many values each has. The others stay at 0.
var enumerations = map[string]int64{
	"AffinityScope": 2, "ClockId": 4, "ClockType": 4, "EccCounterType": 2, "EncoderType": 3, "GpuP2PCapsIndex": 6,
	"InforomObject": 3, "MemoryErrorType": 2, "MemoryLocation": 8, "NvLinkCapability": 6, "NvLinkErrorCounter": 5,
	"PageRetirementCause": 2, "PcieUtilCounter": 2, "PerfPolicyType": 6, "Pstates": 16, "RestrictedAPI": 2,
	"SamplingType": 7, "TemperatureSensors": 1, "TemperatureThresholds": 8,
}

// text is what a string parameter of a method is about.
func text(method string, o objects) string {
	device := o["Device"].Interface().(nvml.Device)
	var value string
	switch {
	case strings.Contains(method, "UUID"):
		value, _ = device.GetUUID()
	case strings.Contains(method, "Serial"):
		value, _ = device.GetSerial()
	case strings.Contains(method, "PciBusId"):
		info, _ := device.GetPciInfo()
		for _, char := range info.BusId {
			if char != 0 {
				value += string(rune(char))
			}
		}
	}
	return value
}

// uuid asks for a GPU by the text of its UUID.
func uuid(text string) *nvml.UUID {
	wanted := nvml.UUID{Type: uint32(nvml.UUID_TYPE_ASCII)}
	wanted.Version = nvml.STRUCT_VERSION(wanted, 1)
	copy(wanted.Value[:], text)
	return &wanted
}

// structure has its version filled in.
func structure(t reflect.Type) reflect.Value {
	value := reflect.New(t)
	if version := value.Elem().FieldByName("Version"); version.IsValid() && version.Kind() == reflect.Uint32 {
		version.SetUint(uint64(t.Size()) | 1<<24)
	}
	return value
}

// choices are the values that a parameter goes through; none if there is no such object here.
func choices(method string, t reflect.Type, o objects) []reflect.Value {
	if t.Kind() == reflect.Interface {
		if object, found := o[t.Name()]; found {
			return []reflect.Value{object}
		}
		return nil
	}
	switch t {
	case reflect.TypeOf([]nvml.FieldValue{}):
		return []reflect.Value{reflect.ValueOf([]nvml.FieldValue{{FieldId: nvml.FI_DEV_MEMORY_TEMP}})}
	case reflect.TypeOf(&nvml.PciInfo{}):
		info, _ := o["Device"].Interface().(nvml.Device).GetPciInfo()
		return []reflect.Value{reflect.ValueOf(&info)}
	case reflect.TypeOf(&nvml.UUID{}):
		return []reflect.Value{reflect.ValueOf(uuid(text("UUID", o)))}
	case reflect.TypeOf(&nvml.GpmMetricsGetType{}):
		sample := o["GpmSample"].Interface().(nvml.GpmSample)
		return []reflect.Value{reflect.ValueOf(&nvml.GpmMetricsGetType{Version: nvml.GPM_METRICS_GET_VERSION, NumMetrics: 1,
			Sample1: sample, Sample2: sample})}
	}
	switch t.Kind() {
	case reflect.Struct:
		return []reflect.Value{structure(t).Elem()}
	case reflect.String:
		return []reflect.Value{reflect.ValueOf(text(method, o))}
	case reflect.Pointer:
		return []reflect.Value{structure(t.Elem())}
	case reflect.Int32, reflect.Uint32, reflect.Int, reflect.Uint64:
		last := numbers[method]
		first := last
		if count := enumerations[t.Name()]; count != 0 {
			first, last = 0, count-1
		}
		values := []reflect.Value{}
		for n := first; n <= last; n++ {
			values = append(values, reflect.ValueOf(n).Convert(t))
		}
		return values
	}
	return []reflect.Value{reflect.New(t).Elem()}
}

// combinations of the values of all parameters.
func combinations(method string, parameters []reflect.Type, o objects) [][]reflect.Value {
	all := [][]reflect.Value{{}}
	for _, parameter := range parameters {
		var longer [][]reflect.Value
		for _, value := range choices(method, parameter, o) {
			for _, begin := range all {
				longer = append(longer, append(append([]reflect.Value{}, begin...), value))
			}
		}
		all = longer
	}
	return all
}
