package main

import (
	"fmt"
	"net"
	"syscall"
	"time"
	"unsafe"
)

const epollPwait2 = 441 // the same number on every architecture; the syscall package is older than the call

// poller waits for sockets that can be read, with a timeout finer than a millisecond.
type poller struct {
	fd     int
	events [256]syscall.EpollEvent
}

func newPoller() (*poller, error) {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("epoll: %w", err)
	}
	return &poller{fd: fd}, nil
}

func (p *poller) add(fd int) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	return syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_ADD, fd, &event)
}

// await also watches for room to write.
func (p *poller) await(fd int, writable bool) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	if writable {
		event.Events |= syscall.EPOLLOUT
	}
	return syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_MOD, fd, &event)
}

// wait returns the events that came within the timeout; a negative timeout waits for ever.
func (p *poller) wait(timeout time.Duration) ([]syscall.EpollEvent, error) {
	var limit *syscall.Timespec
	if timeout >= 0 {
		spec := syscall.NsecToTimespec(int64(timeout))
		limit = &spec
	}
	n, _, errno := syscall.Syscall6(epollPwait2, uintptr(p.fd), uintptr(unsafe.Pointer(&p.events[0])),
		uintptr(len(p.events)), uintptr(unsafe.Pointer(limit)), 0, 0)
	if errno == syscall.EINTR {
		return nil, nil
	}
	if errno != 0 {
		return nil, fmt.Errorf("epoll_pwait2 (needs Linux 5.11): %w", errno)
	}
	return p.events[:n], nil
}

// read appends what a socket has to a buffer; closed is true when the other side ended.
func read(fd int, buffer, scratch []byte) (result []byte, closed bool) {
	n, err := syscall.Read(fd, scratch)
	if err == syscall.EAGAIN || err == syscall.EINTR {
		return buffer, false
	}
	if err != nil || n <= 0 {
		return buffer, true
	}
	return append(buffer, scratch[:n]...), false
}

// send writes as much as fits and returns what is left.
func send(fd int, data []byte) (left []byte, err error) {
	for len(data) > 0 {
		n, err := syscall.Write(fd, data)
		if err == syscall.EINTR {
			continue
		}
		if err == syscall.EAGAIN {
			return data, nil
		}
		if err != nil {
			return nil, err
		}
		data = data[n:]
	}
	return nil, nil
}

func tune(fd int) error {
	if err := syscall.SetNonblock(fd, true); err != nil {
		return err
	}
	return syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
}

func listen(port int) (fd, actual int, err error) {
	fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK, 0)
	if err != nil {
		return 0, 0, err
	}
	_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1)
	if err = syscall.Bind(fd, &syscall.SockaddrInet4{Port: port, Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return 0, 0, fmt.Errorf("port %d: %w", port, err)
	}
	if err = syscall.Listen(fd, 8192); err != nil {
		return 0, 0, err
	}
	address, err := syscall.Getsockname(fd)
	if err != nil {
		return 0, 0, err
	}
	return fd, address.(*syscall.SockaddrInet4).Port, nil
}

func dial(address string) (int, error) {
	resolved, err := net.ResolveTCPAddr("tcp4", address)
	if err != nil {
		return 0, err
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, err
	}
	peer := &syscall.SockaddrInet4{Port: resolved.Port}
	copy(peer.Addr[:], resolved.IP.To4())
	if err = syscall.Connect(fd, peer); err != nil {
		syscall.Close(fd)
		return 0, fmt.Errorf("connect to %s: %w", address, err)
	}
	return fd, tune(fd)
}
