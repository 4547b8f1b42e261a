// SPDX-License-Identifier: MIT

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/NVIDIA/go-nvml/pkg/nvml"
	"gopkg.in/yaml.v3"
)

const mib = 1 << 20

type state struct {
	Temperature *int    `yaml:"temperature_c"`
	Power       *int    `yaml:"power_mw"`
	Instant     *int    `yaml:"power_instant_mw"`
	Limit       *int    `yaml:"power_limit_mw"`
	Pstate      *int    `yaml:"pstate"`
	SM          *int    `yaml:"sm_mhz"`
	Memory      *int    `yaml:"memory_mhz"`
	Use         *int    `yaml:"gpu_percent"`
	MemoryUse   *int    `yaml:"memory_percent"`
	Used        *int    `yaml:"memory_used_mib"`
	Bar1Used    *int    `yaml:"bar1_used_mib"`
	Generation  *int    `yaml:"pcie_gen"`
	Width       *int    `yaml:"pcie_width"`
	Replay      *int    `yaml:"pcie_replay"`
	Reasons     *uint64 `yaml:"throttle_reasons"`
}

type model struct {
	ID         string
	Base       string
	Name       string
	Device     uint32 `yaml:"pci_device"`
	Memory     int    `yaml:"memory_mib"`
	Reserved   int    `yaml:"reserved_mib"`
	Bar1       int    `yaml:"bar1_mib"`
	VBIOS      string
	EccCapable bool `yaml:"ecc_capable"`
	EccEnabled bool `yaml:"ecc_enabled"`
	MigCapable bool `yaml:"mig_capable"`
	Idle       yaml.Node
	baseIdle   yaml.Node
}

type gpu struct {
	Model       string
	PCI         string
	Serial      string
	Minor       *int
	Persistence bool
	State       yaml.Node
	Processes   []struct {
		PID    uint32
		Memory int `yaml:"memory_mib"`
	}
}

type machine struct {
	Driver string
	Models []yaml.Node
	GPUs   []gpu
}

// comparison counts answers and keeps those that differ from the file.
type comparison struct {
	count int
	wrong []string
}

// is compares an answer; wanted nil means that the board does not have it.
func (c *comparison) is(what string, got any, code nvml.Return, wanted any) {
	c.count++
	if code != nvml.SUCCESS {
		got = code
	}
	switch said := wanted.(type) {
	case nil:
		wanted = nvml.ERROR_NOT_SUPPORTED
	case *int:
		// A reading that the file does not say is not compared.
		if said == nil {
			return
		}
		wanted = *said
	}
	if fmt.Sprint(got) != fmt.Sprint(wanted) {
		c.wrong = append(c.wrong, fmt.Sprintf("%s: %v, the machine file says %v", what, got, wanted))
	}
}

func or0(value *int) int {
	if value == nil {
		return 0
	}
	return *value
}

func when(has bool, value any) any {
	if has {
		return value
	}
	return nil
}

func characters(name [32]uint8) string {
	return strings.TrimRight(string(name[:]), "\x00")
}

func (c *comparison) board(device nvml.Device, g gpu, m model, minor int) {
	name, code := device.GetName()
	c.is("name", name, code, m.Name)
	serial, code := device.GetSerial()
	c.is("serial", serial, code, when(g.Serial != "", g.Serial))
	vbios, code := device.GetVbiosVersion()
	c.is("vbios", vbios, code, m.VBIOS)
	number, code := device.GetMinorNumber()
	c.is("minor", number, code, minor)
	pci, code := device.GetPciInfo()
	c.is("bus id", strings.ToLower(characters(pci.BusId)), code, g.PCI)
	c.is("device id", pci.PciDeviceId>>16, code, m.Device)
	persistence, code := device.GetPersistenceMode()
	c.is("persistence", persistence == nvml.FEATURE_ENABLED, code, g.Persistence)
	ecc, _, code := device.GetEccMode()
	c.is("ecc", ecc == nvml.FEATURE_ENABLED, code, when(m.EccCapable, m.EccEnabled))
	mig, _, code := device.GetMigMode()
	c.is("mig", mig, code, when(m.MigCapable, nvml.DEVICE_MIG_DISABLE))
}

func (c *comparison) memory(device nvml.Device, g gpu, m model, s state) {
	used := or0(s.Used)
	pids := []uint32{}
	for _, process := range g.Processes {
		used += process.Memory
		pids = append(pids, process.PID)
	}
	memory, code := device.GetMemoryInfo()
	c.is("memory", memory.Total, code, uint64(m.Memory)*mib)
	c.is("memory used", memory.Used, code, uint64(used+m.Reserved)*mib)
	memory2, code := device.GetMemoryInfo_v2()
	c.is("memory v2 used", memory2.Used, code, uint64(used)*mib)
	bar1, code := device.GetBAR1MemoryInfo()
	c.is("bar1", []uint64{bar1.Bar1Total, bar1.Bar1Used}, code, []uint64{uint64(m.Bar1) * mib, uint64(or0(s.Bar1Used)) * mib})
	running, code := device.GetComputeRunningProcesses()
	found := []uint32{}
	for _, process := range running {
		found = append(found, process.Pid)
	}
	c.is("processes", found, code, pids)
}

func (c *comparison) readings(device nvml.Device, s state) {
	power := *s.Power
	if power < 0 {
		power = *s.Instant
	}
	temperature, code := device.GetTemperature(nvml.TEMPERATURE_GPU)
	c.is("temperature", temperature, code, s.Temperature)
	milliwatts, code := device.GetPowerUsage()
	c.is("power", milliwatts, code, power)
	limit, code := device.GetEnforcedPowerLimit()
	c.is("power limit", limit, code, s.Limit)
	pstate, code := device.GetPerformanceState()
	c.is("pstate", int(pstate), code, s.Pstate)
	sm, code := device.GetClockInfo(nvml.CLOCK_SM)
	c.is("sm clock", sm, code, s.SM)
	clock, code := device.GetClockInfo(nvml.CLOCK_MEM)
	c.is("memory clock", clock, code, s.Memory)
	use, code := device.GetUtilizationRates()
	c.is("use", []uint32{use.Gpu, use.Memory}, code, []int{*s.Use, *s.MemoryUse})
	generation, code := device.GetCurrPcieLinkGeneration()
	c.is("link generation", generation, code, s.Generation)
	width, code := device.GetCurrPcieLinkWidth()
	c.is("link width", width, code, s.Width)
	replay, code := device.GetPcieReplayCounter()
	c.is("replays", replay, code, or0(s.Replay))
	reasons, code := device.GetCurrentClocksEventReasons()
	c.is("clock reasons", reasons, code, *s.Reasons)
}

func (c *comparison) device(index int, g gpu, m model, minor int) {
	device, code := nvml.DeviceGetHandleByIndex(index)
	check("handle", code)
	// At rest, then what this one does.
	var s state
	for _, node := range []yaml.Node{m.baseIdle, m.Idle, g.State} {
		if err := node.Decode(&s); err != nil && !node.IsZero() {
			c.wrong = append(c.wrong, err.Error())
		}
	}
	c.board(device, g, m, minor)
	c.memory(device, g, m, s)
	c.readings(device, s)
}

func read(path string, file any) {
	content, err := os.ReadFile(path)
	if err == nil {
		err = yaml.Unmarshal(content, file)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// modelsOf has those of the file, over their bases, and what its GPUs name of the catalogue beside it.
func modelsOf(path string, file machine) map[string]model {
	catalogue := filepath.Join(filepath.Dir(path), "models")
	models := map[string]model{}
	for _, node := range file.Models {
		var own, m model
		err := node.Decode(&own)
		if err == nil && own.Base != "" {
			read(filepath.Join(catalogue, own.Base+".yaml"), &m)
			m.baseIdle, m.Idle = m.Idle, yaml.Node{}
			err = node.Decode(&m)
		} else {
			m = own
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		models[m.ID] = m
	}
	for _, g := range file.GPUs {
		if _, known := models[g.Model]; !known {
			var m model
			read(filepath.Join(catalogue, g.Model+".yaml"), &m)
			models[g.Model] = m
		}
	}
	return models
}

func values(path string) {
	var file machine
	read(path, &file)
	models := modelsOf(path, file)
	for position := range file.GPUs {
		if file.GPUs[position].Minor == nil {
			minor := position
			file.GPUs[position].Minor = &minor
		}
	}
	sort.Slice(file.GPUs, func(a, b int) bool { return file.GPUs[a].PCI < file.GPUs[b].PCI })
	c := comparison{}
	check("init", nvml.Init())
	driver, code := nvml.SystemGetDriverVersion()
	c.is("driver", driver, code, file.Driver)
	count, code := nvml.DeviceGetCount()
	c.is("count", count, code, len(file.GPUs))
	for index, g := range file.GPUs {
		c.device(index, g, models[g.Model], *g.Minor)
	}
	check("shutdown", nvml.Shutdown())
	for _, line := range c.wrong {
		fmt.Println(line)
	}
	fmt.Printf("%d GPUs, %d answers, %d wrong\n", len(file.GPUs), c.count, len(c.wrong))
	if len(c.wrong) != 0 {
		os.Exit(1)
	}
}
