module opennvml.example/readers

go 1.25.5

require (
	github.com/influxdata/telegraf v1.37.2
	github.com/netdata/go.d.plugin v0.58.1
)

require (
	github.com/lmittmann/tint v1.0.4 // indirect
	github.com/mattn/go-isatty v0.0.20 // indirect
	golang.org/x/sys v0.40.0 // indirect
	gopkg.in/yaml.v2 v2.4.0 // indirect
)
