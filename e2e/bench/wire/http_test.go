package main

import "testing"

const streamed = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" +
	"a\r\ndata: {}\n\n\r\n18\r\ndata: {}\n\ndata: [DONE]\n\n\r\n0\r\n\r\n"

func TestAnAnswerIsReadWhereverTheNetworkCutsIt(t *testing.T) {
	for cut := 1; cut < len(streamed); cut++ {
		var a answer
		rest, err := a.feed([]byte(streamed[:cut]))
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if a.done {
			t.Fatalf("cut at %d: done before the end", cut)
		}
		rest, err = a.feed(append(rest, streamed[cut:]...))
		if err != nil || len(rest) != 0 {
			t.Fatalf("cut at %d: %d bytes left, %v", cut, len(rest), err)
		}
		if !a.done || !a.ended || a.status != 200 || a.events != 3 {
			t.Fatalf("cut at %d: %+v", cut, a)
		}
	}
}

func TestAStreamWithoutItsEndIsNotComplete(t *testing.T) {
	var a answer
	if _, err := a.feed([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\ndata: {}\n\n\r\n0\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if !a.done || a.ended {
		t.Fatalf("expected an answer that is whole but not complete, found %+v", a)
	}
}

func TestAnAnswerWithALengthEndsThere(t *testing.T) {
	var a answer
	rest, err := a.feed([]byte("HTTP/1.1 503 Busy\r\ncontent-length: 4\r\n\r\nbodyHTTP/1.1"))
	if err != nil || !a.done || a.status != 503 || string(rest) != "HTTP/1.1" {
		t.Fatalf("%q, %+v, %v", rest, a, err)
	}
}

func TestNonsenseIsAnError(t *testing.T) {
	for _, text := range []string{"HTTP/1.1 2x0 OK\r\n\r\n", "no\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"} {
		var a answer
		if _, err := a.feed([]byte(text)); err == nil {
			t.Errorf("expected an error for %q", text)
		}
	}
}
