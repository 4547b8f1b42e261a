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

func escape(fd int, number, size uintptr, data unsafe.Pointer) {
	request := 3<<30 | size<<16 | 'F'<<8 | number
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), request, uintptr(data)); errno != 0 {
		fail("escape %#x: %v", number, errno)
	}
}

// rmAlloc is NV_ESC_RM_ALLOC in its short form of 535 and later; it returns the object's handle.
func rmAlloc(ctl int, root, parent, handle, class uint32, params unsafe.Pointer) uint32 {
	block := struct {
		root, parent, handle, class uint32
		params                      unsafe.Pointer
		size, status                uint32
	}{root, parent, handle, class, params, 0, 0}
	escape(ctl, 0x2b, 32, unsafe.Pointer(&block))
	if block.status != 0 {
		fail("class %#x: status %#x", class, block.status)
	}
	return block.handle
}

func open(path string) int {
	fd, err := syscall.Open(path, syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		fail("%s: %v", path, err)
	}
	return fd
}

// checkWakeup waits with epoll for an Xid of the second GPU, which machine.yaml announces.
func checkWakeup() {
	ctl, gpu, queue := open("/dev/nvidiactl"), open("/dev/nvidia5"), open("/dev/nvidiactl")
	defer syscall.Close(ctl)
	defer syscall.Close(gpu)
	defer syscall.Close(queue)
	var none [64]byte
	root := rmAlloc(ctl, 0, 0, 0, 0x41, nil)
	rmAlloc(ctl, root, root, 0x10, 0x80, unsafe.Pointer(&none))
	rmAlloc(ctl, root, 0x10, 0x11, 0x2080, unsafe.Pointer(&none))
	sink := [4]uint32{root, 0, uint32(queue), 0}
	escape(queue, 0xce, 16, unsafe.Pointer(&sink))
	event := [6]uint32{root, 0x11, 0x79, 37, uint32(queue), 0}
	rmAlloc(ctl, root, 0x11, 0x20, 0x79, unsafe.Pointer(&event))
	on := [5]uint32{37, 2, 0, 0, 0}
	control := struct {
		root, object, command, flags uint32
		params                       unsafe.Pointer
		size, status                 uint32
	}{root, 0x11, 0x20800301, 0, unsafe.Pointer(&on), 20, 0}
	escape(ctl, 0x2a, 32, unsafe.Pointer(&control))
	set, _ := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	defer syscall.Close(set)
	syscall.EpollCtl(set, syscall.EPOLL_CTL_ADD, queue, &syscall.EpollEvent{Events: syscall.EPOLLIN})
	for n := 0; n == 0; {
		var got [1]syscall.EpollEvent
		var err error
		if n, err = syscall.EpollWait(set, got[:], 30000); err != nil && err != syscall.EINTR {
			fail("epoll: %v", err)
			return
		} else if err == nil && n == 0 {
			fail("no event in 30 s")
			return
		} else if err != nil {
			n = 0
		}
	}
	var data [4]uint32
	get := struct {
		data         unsafe.Pointer
		more, status uint32
	}{unsafe.Pointer(&data), 0, 0}
	escape(queue, 0x52, 16, unsafe.Pointer(&get))
	if get.status != 0 || data[0] != 0x20 || data[1] != 37 || data[2] != 79 {
		fail("event: status %#x, %x", get.status, data)
	}
}

func main() {
	checkFiles()
	checkWakeup()
	var group sync.WaitGroup
	group.Add(goroutine)
	for i := 0; i < goroutine; i++ {
		go work(&group)
	}
	group.Wait()
	os.Exit(status)
}
