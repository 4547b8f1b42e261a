// SPDX-License-Identifier: MIT

// A Go program without C: raw system calls from many goroutines while the
// runtime preempts them with signals.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"unsafe"
)

const (
	cardInfo  = 0xc90046c8 // _IOWR('F', 200, 32 * 72)
	goroutine = 32
	rounds    = 50
)

var failed sync.Once
var status int

func fail(format string, args ...any) {
	fmt.Printf(format+"\n", args...)
	failed.Do(func() { status = 1 })
}

func countCards(file *os.File) int {
	var cards [32 * 72]byte
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), cardInfo, uintptr(unsafe.Pointer(&cards)))
	if errno != 0 {
		fail("CARD_INFO: %v", errno)
	}
	count := 0
	for count < 32 && cards[count*72] != 0 {
		count++
	}
	return count
}

func work(group *sync.WaitGroup) {
	defer group.Done()
	for i := 0; i < rounds; i++ {
		file, err := os.OpenFile("/dev/nvidiactl", os.O_RDWR, 0)
		if err != nil {
			fail("%v", err)
			return
		}
		if n := countCards(file); n != 2 {
			fail("%d cards", n)
		}
		file.Close()
	}
}

func checkFiles() {
	nodes, err := filepath.Glob("/dev/nvidia[0-9]*")
	if err != nil || strings.Join(nodes, " ") != "/dev/nvidia0 /dev/nvidia5" {
		fail("nodes: %v %v", nodes, err)
	}
	info, err := os.Stat("/dev/nvidia5")
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		fail("stat: %v %v", info, err)
	} else if st := info.Sys().(*syscall.Stat_t); st.Rdev != 195<<8|5 {
		fail("rdev %x", st.Rdev)
	}
	version, err := os.ReadFile("/sys/module/nvidia/version")
	if err != nil || string(version) != "550.90.07\n" {
		fail("version: %q %v", version, err)
	}
	folder, err := filepath.EvalSymlinks("/sys/bus/pci/devices/0000:1b:00.0")
	if err != nil || !strings.HasPrefix(folder, "/sys/devices/pci") {
		fail("folder: %v %v", folder, err)
	}
	if _, err := os.Stat("/dev/nvidia1"); !os.IsNotExist(err) {
		fail("/dev/nvidia1: %v", err)
	}
}

func main() {
	checkFiles()
	var group sync.WaitGroup
	group.Add(goroutine)
	for i := 0; i < goroutine; i++ {
		go work(&group)
	}
	group.Wait()
	os.Exit(status)
}
