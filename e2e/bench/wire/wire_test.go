package main

import (
	"net"
	"strconv"
	"testing"
	"time"
)

func start(t *testing.T) string {
	t.Helper()
	poll, err := newPoller()
	if err != nil {
		t.Fatal(err)
	}
	listener, port, err := listen(0)
	if err != nil {
		t.Fatal(err)
	}
	if err = poll.add(listener); err != nil {
		t.Fatal(err)
	}
	e := &engine{poll: poll, clients: map[int]*client{}, gap: time.Millisecond, events: 3, scratch: make([]byte, 4096), listener: listener}
	go func() { _ = e.run() }()
	return "127.0.0.1:" + strconv.Itoa(port)
}

func measure(t *testing.T, options ...string) summary {
	t.Helper()
	p, err := readPlan(append(options, "-seconds", "0.3", "-warm-up", "0", "-connections", "4"))
	if err != nil {
		t.Fatal(err)
	}
	poll, err := newPoller()
	if err != nil {
		t.Fatal(err)
	}
	g, err := newGenerator(p, poll)
	if err != nil {
		t.Fatal(err)
	}
	if err = g.run(); err != nil {
		t.Fatal(err)
	}
	return g.result.summary()
}

func TestBothEndsUnderstandEachOther(t *testing.T) {
	address := start(t)
	plain := measure(t, "-address", address)
	if plain.Answered == 0 || plain.Failed != 0 || plain.Events != 0 {
		t.Errorf("plain: %+v", plain)
	}
	streams := measure(t, "-address", address, "-stream")
	// three with content, the final one, the usage and [DONE]
	if streams.Answered == 0 || streams.Failed != 0 || streams.Events != 6*streams.Answered {
		t.Errorf("streams: %+v", streams)
	}
}

func TestAnOpenLoopKeepsItsRate(t *testing.T) {
	seen := measure(t, "-address", start(t), "-rate", "200")
	if seen.Answered < 20 || seen.Answered+seen.Waiting > 120 {
		t.Errorf("expected about 60 requests in 0.3 s at 200/s, found %+v", seen)
	}
}

// A server that answers the first request only after 200 ms: the requests that were due meanwhile waited, and say so.
func TestALateAnswerDelaysWhatWasDueBehindIt(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		buffer := make([]byte, 64<<10)
		for pause := 200 * time.Millisecond; ; pause = 0 {
			if _, err := connection.Read(buffer); err != nil {
				return
			}
			time.Sleep(pause)
			_, _ = connection.Write(plainAnswer)
		}
	}()
	p, err := readPlan([]string{"-address", listener.Addr().String(), "-rate", "100", "-seconds", "0.4", "-warm-up", "0", "-connections", "1"})
	if err != nil {
		t.Fatal(err)
	}
	poll, err := newPoller()
	if err != nil {
		t.Fatal(err)
	}
	g, err := newGenerator(p, poll)
	if err != nil {
		t.Fatal(err)
	}
	if err = g.run(); err != nil {
		t.Fatal(err)
	}
	if p50 := g.result.summary().Whole.P50; p50 < 20 {
		t.Errorf("expected that the wait for the connection counts, found a median of %.1f ms", p50)
	}
}

func TestFailuresAreCountedByReason(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = connection.Read(make([]byte, 64<<10))
				_, _ = connection.Write([]byte("HTTP/1.1 502 Bad\r\ncontent-length: 0\r\n\r\n"))
				time.Sleep(20 * time.Millisecond)
				_ = connection.Close()
			}()
		}
	}()
	seen := measure(t, "-address", listener.Addr().String())
	if seen.Answered != 0 || seen.Failed == 0 || seen.Failures["status 502, complete: true"] == 0 {
		t.Errorf("%+v", seen)
	}
}
