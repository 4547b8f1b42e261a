// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"sort"
	"strings"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
)

// The interfaces of the package. VgpuTypeId and VgpuInstance exist only where the library hands some out.
var kinds = []reflect.Type{
	reflect.TypeOf((*nvml.Interface)(nil)).Elem(), reflect.TypeOf((*nvml.Device)(nil)).Elem(),
	reflect.TypeOf((*nvml.Unit)(nil)).Elem(), reflect.TypeOf((*nvml.EventSet)(nil)).Elem(),
	reflect.TypeOf((*nvml.GpmSample)(nil)).Elem(), reflect.TypeOf((*nvml.GpuInstance)(nil)).Elem(),
	reflect.TypeOf((*nvml.ComputeInstance)(nil)).Elem(), reflect.TypeOf((*nvml.VgpuTypeId)(nil)).Elem(),
	reflect.TypeOf((*nvml.VgpuInstance)(nil)).Elem(),
}

// Methods that are not called, and why.
var skipped = map[string]string{
	"Interface.Init":                           "begins the run",
	"Interface.InitWithFlags":                  "begins the run",
	"Interface.Shutdown":                       "ends the run",
	"Interface.Extensions":                     "of the package alone: looks symbols up",
	"Interface.EventSetFree":                   "called once, at the end",
	"EventSet.Free":                            "called once, at the end",
	"Interface.GpmSampleFree":                  "called once, at the end",
	"GpmSample.Free":                           "called once, at the end",
	"GpuInstance.GetComputeInstances":          "the package takes the address of an empty list",
	"Interface.GpuInstanceGetComputeInstances": "the package takes the address of an empty list",
	"Device.GetGpuInstances":                   "the package takes the address of an empty list",
	"Interface.DeviceGetGpuInstances":          "the package takes the address of an empty list",
}

// changes tells methods that change what the others ask about; they come last.
var changes = regexp.MustCompile(`Set[A-Z]|Clear|Create|Destroy|Reset|Freeze|Modify|Register|Remove|Discover|Free|Alloc|Activate|Update`)

// expected return codes beside success and NOT_SUPPORTED: by method, codes, and why.
var expected = []struct {
	methods *regexp.Regexp
	codes   []nvml.Return
	reason  string
}{
	{regexp.MustCompile(`^(Unit\.|Interface\.Unit)`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "no S-class unit is attached"},
	{regexp.MustCompile(`^(Interface\.)?(Gpu|Compute)Instance`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "no MIG"},
	{regexp.MustCompile(`(GetGpuInstanceId|GetComputeInstanceId|GetDeviceHandleFromMigDeviceHandle)$`),
		[]nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "not a MIG device"},
	{regexp.MustCompile(`GetMigDeviceHandleByIndex$`),
		[]nvml.Return{nvml.ERROR_NOT_FOUND, nvml.ERROR_INVALID_ARGUMENT}, "no MIG device"},
	{regexp.MustCompile(`GetExcludedDeviceInfoByIndex$`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "no GPU is excluded"},
	{regexp.MustCompile(`EventSet\.|EventSetWait|RegisterEvents`),
		[]nvml.Return{nvml.ERROR_INVALID_ARGUMENT, nvml.ERROR_TIMEOUT}, "no set of events, or no event"},
	{regexp.MustCompile(`Gpm`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "no sample"},
	{regexp.MustCompile(`AccountingStats`), []nvml.Return{nvml.ERROR_NOT_FOUND}, "no such process"},
	{regexp.MustCompile(`SystemGetProcessName`), []nvml.Return{nvml.ERROR_NOT_FOUND}, "no such process"},
	{regexp.MustCompile(`ProcessUtilization`), []nvml.Return{nvml.ERROR_NOT_FOUND}, "no process has used the GPU"},
	{regexp.MustCompile(`HandleBySerial`), []nvml.Return{nvml.ERROR_NOT_FOUND, nvml.ERROR_INVALID_ARGUMENT}, "no serial number"},
	{regexp.MustCompile(`TopologyNearestGpus|SystemGetTopologyGpuSet`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "nothing is near"},
	{regexp.MustCompile(`GpmQueryDeviceSupport`), []nvml.Return{nvml.ERROR_ARGUMENT_VERSION_MISMATCH},
		"the package adds the size to the version, which recorded libraries refuse too"},
	{regexp.MustCompile(`GetVgpuInstancesUtilizationInfo$|GetProcessesUtilizationInfo$`),
		[]nvml.Return{nvml.ERROR_ARGUMENT_VERSION_MISMATCH}, "the package leaves the version 0"},
	{regexp.MustCompile(`RunningProcessDetailList$`), []nvml.Return{nvml.ERROR_INSUFFICIENT_SIZE}, "the package brings no list"},
	{regexp.MustCompile(`VgpuProcessesUtilizationInfo$`), []nvml.Return{nvml.ERROR_INSUFFICIENT_SIZE}, "the package brings no list"},
	{regexp.MustCompile(`SystemEventSetFree$|SystemRegisterEvents$|SystemEventSetWait$`),
		[]nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "no set of events"},
	{regexp.MustCompile(`VgpuTypeGetMaxInstancesPerGpuInstance$`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "type 0"},
	{regexp.MustCompile(`GetGpuInstanceById$`), []nvml.Return{nvml.ERROR_NOT_FOUND}, "a GPU that is parted has other numbers"},
	{regexp.MustCompile(`SetMigMode$`), []nvml.Return{nvml.ERROR_IN_USE}, "a GPU that is parted"},
	{regexp.MustCompile(`CreateGpuInstance`), []nvml.Return{nvml.ERROR_INSUFFICIENT_RESOURCES, nvml.ERROR_INVALID_ARGUMENT},
		"a GPU that is parted"},
	{regexp.MustCompile(`ReadWritePRM(_v1)?$`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "a request without data"},
	{regexp.MustCompile(`RemoveGpu(_v2)?$`), []nvml.Return{nvml.ERROR_IN_USE}, "this program itself uses the GPU"},
	{regexp.MustCompile(`SetNvLinkDeviceLowPowerThreshold$`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "a threshold of 0"},
	{regexp.MustCompile(`SetCpuAffinity$`), []nvml.Return{nvml.ERROR_UNKNOWN}, "CPUs that only the simulated machine has"},
	{regexp.MustCompile(`(Supported|Creatable)Placements$`), []nvml.Return{nvml.ERROR_ARGUMENT_VERSION_MISMATCH},
		"the package says version 1 of the second structure"},
	{regexp.MustCompile(`SetVgpu(Capabilities|SchedulerState)$`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT},
		"nothing that can be switched, and no policy"},
	{regexp.MustCompile(`SetVgpuHeterogeneousMode$`), []nvml.Return{nvml.ERROR_IN_USE}, "vGPUs run"},
	{regexp.MustCompile(`SystemSetConfComputeKeyRotationThresholdInfo$`),
		[]nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "outside of the bounds of the driver"},
	{regexp.MustCompile(`SetVgpuVersion$`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT, nvml.ERROR_IN_USE},
		"no range of versions, and vGPUs run"},
	{regexp.MustCompile(`GetVgpuUtilization$`), []nvml.Return{nvml.ERROR_NOT_FOUND}, "no vGPU has used the GPU"},
	{regexp.MustCompile(`SetPowerManagementLimit_v2$`), []nvml.Return{nvml.ERROR_INVALID_ARGUMENT}, "a limit of 0"},
}

type run struct {
	objects  objects
	progress *os.File
	calls    int
	values   int
	left     []string
	wrong    []string
}

func isExpected(method string, code nvml.Return) bool {
	if code == nvml.SUCCESS || code == nvml.ERROR_NOT_SUPPORTED {
		return true
	}
	for _, row := range expected {
		if row.methods.MatchString(method) {
			for _, allowed := range row.codes {
				if code == allowed {
					return true
				}
			}
		}
	}
	return false
}

// judge looks at the return code, the last result, and goes on with the versions that a result offers.
func (r *run) judge(method string, arguments string, results []reflect.Value) {
	r.calls++
	if len(results) == 0 {
		return
	}
	last := results[len(results)-1]
	if code, is := last.Interface().(nvml.Return); is {
		if code == nvml.SUCCESS {
			r.values++
		}
		if !isExpected(method, code) {
			r.wrong = append(r.wrong, fmt.Sprintf("%s(%s): %s", method, arguments, nvml.ErrorString(code)))
		}
	} else if last.Kind() == reflect.Struct && last.NumMethod() > 0 {
		for i := 0; i < last.NumMethod(); i++ {
			r.call(method+"."+last.Type().Method(i).Name, last.Method(i))
		}
	}
}

// call goes through all arguments of a method; what was called last is known if the process ends.
func (r *run) call(method string, function reflect.Value) {
	t := function.Type()
	parameters := []reflect.Type{}
	for i := 0; i < t.NumIn(); i++ {
		parameters = append(parameters, t.In(i))
	}
	sets := combinations(method[strings.LastIndex(method, ".")+1:], parameters, r.objects)
	if len(sets) == 0 {
		r.left = append(r.left, method)
	}
	for _, arguments := range sets {
		r.once(method, function, arguments)
	}
}

func (r *run) once(method string, function reflect.Value, arguments []reflect.Value) {
	shown := []string{}
	for _, argument := range arguments {
		shown = append(shown, fmt.Sprint(argument.Interface()))
	}
	defer func() {
		if problem := recover(); problem != nil {
			r.wrong = append(r.wrong, fmt.Sprintf("%s(%s): panic: %v", method, strings.Join(shown, ", "), problem))
		}
	}()
	if r.progress != nil {
		_, _ = r.progress.WriteAt([]byte(fmt.Sprintf("%-80s\n", method)), 0)
	}
	r.judge(method, strings.Join(shown, ", "), function.Call(arguments))
}

// methods of an interface in calling order: questions, then changes.
func methods(kind reflect.Type) []string {
	names := []string{}
	for i := 0; i < kind.NumMethod(); i++ {
		names = append(names, kind.Method(i).Name)
	}
	sort.SliceStable(names, func(a, b int) bool {
		return !changes.MatchString(names[a]) && changes.MatchString(names[b])
	})
	return names
}

func (r *run) all(want func(string) bool) {
	for _, kind := range kinds {
		object, found := r.objects[kind.Name()]
		for _, name := range methods(kind) {
			method := kind.Name() + "." + name
			switch {
			case !want(name) || skipped[method] != "":
			case !found:
				r.left = append(r.left, method)
			default:
				r.call(method, object.MethodByName(name))
			}
		}
	}
}

func every() {
	library := nvml.New()
	check("init", library.Init())
	check("init with flags", library.InitWithFlags(0))
	count, code := library.DeviceGetCount()
	check("count", code)
	r := run{}
	if path := os.Getenv("PROGRESS"); path != "" {
		r.progress, _ = os.OpenFile(path, os.O_WRONLY, 0)
	}
	for _, changing := range []bool{false, true} {
		for index := 0; index < count; index++ {
			device, code := library.DeviceGetHandleByIndex(index)
			check("handle", code)
			r.objects = gather(library, device)
			r.all(func(name string) bool { return changes.MatchString(name) == changing })
		}
	}
	check("shutdown", library.Shutdown())
	check("shutdown", library.Shutdown())
	for _, line := range r.wrong {
		fmt.Println(line)
	}
	for _, method := range r.left {
		if !strings.Contains(strings.ToLower(method), "vgpu") {
			r.wrong = append(r.wrong, method)
			fmt.Println(method + ": never called")
		}
	}
	fmt.Printf("%d GPUs: %d calls, %d with a value, %d without a vGPU to ask, %d wrong\n", count, r.calls, r.values,
		len(r.left), len(r.wrong))
	if len(r.wrong) != 0 || r.values == 0 {
		os.Exit(1)
	}
}
