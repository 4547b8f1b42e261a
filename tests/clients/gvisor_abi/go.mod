module opennvml/tests/clients/gvisor_abi

go 1.26.3

require gvisor.dev/gvisor v0.0.0-20260905035102-160fafc42237

require golang.org/x/sys v0.43.0 // indirect
