package main

import (
	"bytes"
	"flag"
	"fmt"
	"syscall"
	"time"
)

const (
	plainBody = `{"id":"chatcmpl-7f3a9c","object":"chat.completion","created":1790000000,"model":"base","choices":[{"index":0,` +
		`"message":{"role":"assistant","content":"Open the settings, choose Account and press Reset password; a mail with a link ` +
		`comes within a minute. The link is good for one hour."},"logprobs":null,"finish_reason":"stop"}],` +
		`"usage":{"prompt_tokens":42,"completion_tokens":31,"total_tokens":73}}`
	eventBody = `{"id":"chatcmpl-7f3a9c","object":"chat.completion.chunk","created":1790000000,"model":"base","choices":[{"index":0,` +
		`"delta":{"content":" word"},"logprobs":null,"finish_reason":null}]}`
	finalBody = `{"id":"chatcmpl-7f3a9c","object":"chat.completion.chunk","created":1790000000,"model":"base","choices":[{"index":0,` +
		`"delta":{},"logprobs":null,"finish_reason":"stop"}]}`
	usageBody = `{"id":"chatcmpl-7f3a9c","object":"chat.completion.chunk","created":1790000000,"model":"base","choices":[],` +
		`"usage":{"prompt_tokens":42,"completion_tokens":31,"total_tokens":73}}`
)

var (
	streamMarks = [][]byte{[]byte(`"stream":true`), []byte(`"stream": true`)}
	silentMark  = []byte("stay silent")
	plainAnswer = []byte(fmt.Sprintf("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s",
		len(plainBody), plainBody))
	streamHead = []byte("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n")
	event      = chunk(eventBody)
	streamEnd  = bytes.Join([][]byte{chunk(finalBody), chunk(usageBody), chunk("[DONE]"), []byte("0\r\n\r\n")}, nil)
)

func chunk(data string) []byte {
	return []byte(fmt.Sprintf("%x\r\ndata: %s\n\n\r\n", len(data)+8, data))
}

// engine stands in for an engine: it answers each completion with the same text, at once or as a stream of paced events.
type engine struct {
	poll     *poller
	clients  map[int]*client
	due      []turn // in order: every pause is equally long
	gap      time.Duration
	events   int
	scratch  []byte
	listener int
}

type client struct {
	fd   int
	in   []byte
	out  []byte // what the socket had no room for
	left int    // events of the stream that are still to come
}

type turn struct {
	at     time.Time
	client *client
}

func upstream(arguments []string) error {
	flags := flag.NewFlagSet("upstream", flag.ExitOnError)
	port := flags.Int("port", 0, "port on 127.0.0.1; 0 for a free one")
	events := flags.Int("events", 16, "events with content in a stream")
	gap := flags.Int("gap-micros", 10_000, "pause between two events, microseconds")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	poll, err := newPoller()
	if err != nil {
		return err
	}
	listener, actual, err := listen(*port)
	if err != nil {
		return err
	}
	if err = poll.add(listener); err != nil {
		return err
	}
	fmt.Println(actual)
	e := &engine{poll: poll, clients: map[int]*client{}, gap: time.Duration(*gap) * time.Microsecond, events: *events,
		scratch: make([]byte, 256<<10), listener: listener}
	return e.run()
}

func (e *engine) run() error {
	for {
		events, err := e.poll.wait(e.untilNextTurn())
		if err != nil {
			return err
		}
		for _, ready := range events {
			fd := int(ready.Fd)
			if fd == e.listener {
				e.accept()
			} else if c := e.clients[fd]; c != nil {
				if ready.Events&syscall.EPOLLOUT != 0 {
					e.write(c, nil)
				}
				if ready.Events&^syscall.EPOLLOUT != 0 {
					e.receive(c)
				}
			}
		}
		e.takeTurns()
	}
}

func (e *engine) untilNextTurn() time.Duration {
	if len(e.due) == 0 {
		return -1
	}
	return max(0, time.Until(e.due[0].at))
}

func (e *engine) accept() {
	for {
		fd, _, err := syscall.Accept4(e.listener, syscall.SOCK_CLOEXEC|syscall.SOCK_NONBLOCK)
		if err != nil {
			return
		}
		if tune(fd) != nil || e.poll.add(fd) != nil {
			syscall.Close(fd)
			continue
		}
		e.clients[fd] = &client{fd: fd}
	}
}

func (e *engine) receive(c *client) {
	var closed bool
	if c.in, closed = read(c.fd, c.in, e.scratch); closed {
		e.drop(c)
		return
	}
	for {
		m, found, err := parseHead(c.in)
		if err != nil || m.chunked {
			e.drop(c)
			return
		}
		if !found || len(c.in) < m.head+m.length {
			return
		}
		body := c.in[m.head : m.head+m.length]
		e.answer(c, body)
		c.in = append(c.in[:0], c.in[m.head+m.length:]...)
	}
}

func (e *engine) answer(c *client, body []byte) {
	if !bytes.Contains(body, streamMarks[0]) && !bytes.Contains(body, streamMarks[1]) {
		e.write(c, plainAnswer)
		return
	}
	e.write(c, append(append([]byte{}, streamHead...), event...))
	if bytes.Contains(body, silentMark) {
		return
	}
	c.left = e.events - 1
	e.due = append(e.due, turn{time.Now().Add(e.gap), c})
}

func (e *engine) takeTurns() {
	if len(e.due) == 0 {
		return
	}
	now := time.Now()
	for len(e.due) > 0 && !e.due[0].at.After(now) {
		next := e.due[0]
		e.due = e.due[1:]
		c := next.client
		if e.clients[c.fd] != c {
			continue
		}
		if c.left == 0 {
			e.write(c, streamEnd)
			continue
		}
		c.left--
		e.write(c, event)
		e.due = append(e.due, turn{next.at.Add(e.gap), c})
	}
}

func (e *engine) write(c *client, data []byte) {
	if len(c.out) > 0 {
		data = append(c.out, data...)
	}
	left, err := send(c.fd, data)
	if err != nil {
		e.drop(c)
		return
	}
	if (len(left) > 0) != (len(c.out) > 0) {
		_ = e.poll.await(c.fd, len(left) > 0)
	}
	c.out = append([]byte(nil), left...)
}

func (e *engine) drop(c *client) {
	if e.clients[c.fd] == c {
		delete(e.clients, c.fd)
		syscall.Close(c.fd)
	}
}
