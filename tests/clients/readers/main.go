// SPDX-License-Identifier: MIT

// What collectors of others make of the nvidia-smi that PATH finds, as JSON: "telegraf" by the parsers of its input
// nvidia_smi, "csv" and "xml" by netdata's collector of that name.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"time"

	"github.com/influxdata/telegraf"
	"github.com/influxdata/telegraf/plugins/inputs/nvidia_smi/schema_v11"
	"github.com/influxdata/telegraf/plugins/inputs/nvidia_smi/schema_v12"
	"github.com/netdata/go.d.plugin/modules/nvidia_smi"
)

type measurement struct {
	Name   string
	Fields map[string]any
	Tags   map[string]string
}

// accumulator keeps what a parser adds; the parsers call nothing else of it.
type accumulator struct {
	telegraf.Accumulator
	measurements []measurement
}

func (a *accumulator) AddFields(name string, fields map[string]any, tags map[string]string, _ ...time.Time) {
	a.measurements = append(a.measurements, measurement{name, fields, tags})
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// parse chooses as the input does: by the document type, the newest for one that it does not know.
func parse(document []byte) ([]measurement, error) {
	var found accumulator
	version := regexp.MustCompile(`"nvsmi_device_(v\d+)\.dtd"`).FindSubmatch(document)
	if version == nil {
		return nil, fmt.Errorf("no document type")
	}
	reader := schema_v12.Parse
	if string(version[1]) == "v11" {
		reader = schema_v11.Parse
	}
	err := reader(&found, document)
	return found.measurements, err
}

func ofTelegraf() any {
	document, err := exec.Command("nvidia-smi", "-q", "-x").Output()
	if err != nil {
		fail(err)
	}
	found, err := parse(document)
	if err != nil {
		fail(err)
	}
	return found
}

func ofNetdata(csv bool) any {
	collector := nvidia_smi.New()
	collector.UseCSVFormat = csv
	if !collector.Init() {
		fail(fmt.Errorf("the collector does not start"))
	}
	return collector.Collect()
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: readers telegraf|csv|xml"))
	}
	var found any
	switch os.Args[1] {
	case "telegraf":
		found = ofTelegraf()
	default:
		found = ofNetdata(os.Args[1] == "csv")
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		fail(err)
	}
}
