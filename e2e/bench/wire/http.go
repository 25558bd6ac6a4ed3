package main

import (
	"bytes"
	"fmt"
	"strconv"
)

var (
	endOfHead   = []byte("\r\n\r\n")
	endOfLine   = []byte("\r\n")
	lastEvent   = []byte("data: [DONE]")
	eventMark   = []byte("data: ")
	colon       = []byte(":")
	lengthField = []byte("content-length")
	codingField = []byte("transfer-encoding")
)

// message is the head of a request or of an answer.
type message struct {
	first   []byte
	head    int
	length  int
	chunked bool
}

// parseHead reads a head; found is false while it is incomplete.
func parseHead(data []byte) (m message, found bool, err error) {
	end := bytes.Index(data, endOfHead)
	if end < 0 {
		return message{}, false, nil
	}
	m = message{head: end + len(endOfHead)}
	first, rest, _ := bytes.Cut(data[:end], endOfLine)
	m.first = first
	for len(rest) > 0 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, endOfLine)
		name, value, ok := bytes.Cut(line, colon)
		if !ok {
			return m, true, fmt.Errorf("expected a header, found %q", line)
		}
		switch {
		case bytes.EqualFold(name, lengthField):
			if m.length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return m, true, fmt.Errorf("expected a length, found %q", value)
			}
		case bytes.EqualFold(name, codingField):
			m.chunked = bytes.EqualFold(bytes.TrimSpace(value), []byte("chunked"))
		}
	}
	return m, true, nil
}

// answer reads one HTTP answer as it comes.
type answer struct {
	status  int
	begun   bool // a byte of the body came
	done    bool // the body is whole
	events  int  // server-sent events in it
	ended   bool // the stream said [DONE], or the body was not streamed
	head    bool
	chunked bool
	left    int // bytes of the body or of the chunk that are missing; with chunks, its line end included
}

// feed takes what has come and returns what it did not use yet.
func (a *answer) feed(data []byte) ([]byte, error) {
	if !a.head {
		m, found, err := parseHead(data)
		if err != nil || !found {
			return data, err
		}
		if len(m.first) < 12 {
			return data, fmt.Errorf("expected a status line, found %q", m.first)
		}
		if a.status, err = strconv.Atoi(string(m.first[9:12])); err != nil {
			return data, fmt.Errorf("expected a status, found %q", m.first)
		}
		a.head, a.chunked, a.left = true, m.chunked, m.length
		data = data[m.head:]
	}
	if a.chunked {
		return a.feedChunks(data)
	}
	a.begun = a.begun || len(data) > 0
	a.ended = true
	n := min(a.left, len(data))
	a.left -= n
	a.done = a.left == 0
	return data[n:], nil
}

func (a *answer) feedChunks(data []byte) ([]byte, error) {
	for !a.done {
		line := bytes.Index(data, endOfLine)
		if line < 0 {
			return data, nil
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(data[:line])), 16, 32)
		if err != nil {
			return data, fmt.Errorf("expected the size of a chunk, found %q", data[:line])
		}
		end := line + 2 + int(size) + 2
		if len(data) < end {
			return data, nil
		}
		chunk := data[line+2 : end-2]
		a.begun = a.begun || size > 0
		a.events += bytes.Count(chunk, eventMark)
		a.ended = a.ended || bytes.Contains(chunk, lastEvent)
		a.done = size == 0
		data = data[end:]
	}
	return data, nil
}
