module opennvml.example/clients

go 1.19

require github.com/NVIDIA/go-nvml v0.13.0-1

require gopkg.in/yaml.v3 v3.0.1
