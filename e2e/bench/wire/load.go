package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"syscall"
	"time"
)

// plan is what the load generator does.
type plan struct {
	address     string
	connections int
	warmUp      time.Duration
	length      time.Duration
	rate        float64 // requests per second; 0: the next as soon as one is answered
	stream      bool
	hold        bool // opens a silent stream per connection and holds them
	request     []byte
}

// generator sends requests over a fixed number of connections, one at a time on each.
type generator struct {
	plan
	poll    *poller
	slots   map[int]*slot
	free    []*slot
	due     []time.Time // requests that should have been sent already and wait for a connection
	next    time.Time   // when the next request is due
	gaps    *rand.Rand
	scratch []byte
	begin   time.Time // of the measured part
	result  result
}

// slot is one connection and the request that is open on it.
type slot struct {
	fd     int
	in     []byte
	out    []byte
	answer answer
	since  time.Time // when the request was due, not when a connection was free for it
	first  time.Time
	busy   bool
}

func load(arguments []string) error {
	p, err := readPlan(arguments)
	if err != nil {
		return err
	}
	poll, err := newPoller()
	if err != nil {
		return err
	}
	g, err := newGenerator(p, poll)
	if err != nil {
		return err
	}
	if p.hold {
		err = g.holdStreams()
	} else {
		err = g.run()
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(g.result.summary())
}

func newGenerator(p plan, poll *poller) (*generator, error) {
	g := &generator{plan: p, poll: poll, slots: map[int]*slot{}, gaps: rand.New(rand.NewSource(7)), scratch: make([]byte, 256<<10)}
	for range p.connections {
		s := &slot{}
		if err := g.connect(s); err != nil {
			return nil, err
		}
		g.free = append(g.free, s)
	}
	return g, nil
}

func readPlan(arguments []string) (plan, error) {
	flags := flag.NewFlagSet("load", flag.ExitOnError)
	address := flags.String("address", "", "HOST:PORT of what is measured")
	connections := flags.Int("connections", 64, "connections, one open request on each")
	seconds := flags.Float64("seconds", 5, "length of the measured part")
	warmUp := flags.Float64("warm-up", 1, "seconds before it")
	rate := flags.Float64("rate", 0, "requests per second, at random times, whether or not earlier ones are answered; 0: closed loop")
	stream := flags.Bool("stream", false, "ask for streams")
	hold := flags.Bool("hold", false, "open one silent stream on each connection, say so, and hold them until the input ends")
	model := flags.String("model", "support", "model to name")
	words := flags.Int("words", 120, "words of the prompt")
	key := flags.String("key", "", "API key")
	if err := flags.Parse(arguments); err != nil {
		return plan{}, err
	}
	if *address == "" {
		return plan{}, fmt.Errorf("expected -address HOST:PORT, found none")
	}
	return plan{address: *address, connections: *connections, rate: *rate, stream: *stream || *hold, hold: *hold,
		warmUp: time.Duration(*warmUp * float64(time.Second)), length: time.Duration(*seconds * float64(time.Second)),
		request: request(*address, *model, *key, *words, *stream || *hold, *hold)}, nil
}

func request(address, model, key string, words int, stream, silent bool) []byte {
	prompt := ""
	for i := range words {
		prompt += [...]string{"please ", "explain ", "how ", "I ", "reset ", "the ", "password "}[i%7]
	}
	if silent {
		prompt = "stay silent " + prompt
	}
	body, _ := json.Marshal(map[string]any{
		"model": model, "temperature": 0.2, "max_tokens": 64, "stream": stream,
		"messages": []map[string]string{{"role": "user", "content": prompt}},
	})
	authorization := ""
	if key != "" {
		authorization = "authorization: Bearer " + key + "\r\n"
	}
	return []byte(fmt.Sprintf("POST /v1/chat/completions HTTP/1.1\r\nhost: %s\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n%s",
		address, authorization, len(body), body))
}

func (g *generator) connect(s *slot) error {
	fd, err := dial(g.address)
	if err != nil {
		return err
	}
	*s = slot{fd: fd}
	g.slots[fd] = s
	return g.poll.add(fd)
}

func (g *generator) run() error {
	start := time.Now()
	g.begin = start.Add(g.warmUp)
	end := g.begin.Add(g.length)
	g.next = start
	g.result.length = g.length
	for {
		now := time.Now()
		if now.After(end) {
			g.result.unanswered = len(g.due)
			return nil
		}
		g.sendDue(now)
		if err := g.pollOnce(g.patience(now, end)); err != nil {
			return err
		}
	}
}

func (g *generator) patience(now, end time.Time) time.Duration {
	if g.rate > 0 && g.next.Before(end) {
		return max(0, g.next.Sub(now))
	}
	return max(0, end.Sub(now))
}

func (g *generator) sendDue(now time.Time) {
	for g.rate > 0 && !g.next.After(now) {
		g.due = append(g.due, g.next)
		g.next = g.next.Add(time.Duration(g.gaps.ExpFloat64() / g.rate * float64(time.Second)))
	}
	for len(g.free) > 0 && (g.rate == 0 || len(g.due) > 0) {
		s := g.free[len(g.free)-1]
		g.free = g.free[:len(g.free)-1]
		if g.rate == 0 {
			g.ask(s, time.Now())
		} else {
			g.ask(s, g.due[0])
			g.due = g.due[1:]
		}
	}
}

func (g *generator) ask(s *slot, since time.Time) {
	s.answer, s.since, s.first, s.busy = answer{}, since, time.Time{}, true
	left, err := send(s.fd, g.request)
	if err != nil {
		g.lost(s, err)
	} else if len(left) > 0 {
		s.out = left
		_ = g.poll.await(s.fd, true)
	}
}

func (g *generator) pollOnce(patience time.Duration) error {
	events, err := g.poll.wait(patience)
	if err != nil {
		return err
	}
	for _, ready := range events {
		s := g.slots[int(ready.Fd)]
		if s == nil {
			continue
		}
		if ready.Events&syscall.EPOLLOUT != 0 {
			if s.out, err = send(s.fd, s.out); len(s.out) == 0 {
				_ = g.poll.await(s.fd, false)
			}
		}
		if ready.Events&^syscall.EPOLLOUT != 0 {
			g.receive(s)
		}
	}
	return nil
}

func (g *generator) receive(s *slot) {
	var closed bool
	s.in, closed = read(s.fd, s.in, g.scratch)
	rest, err := s.answer.feed(s.in)
	if err != nil {
		g.lost(s, err)
		return
	}
	s.in = append(s.in[:0], rest...)
	if s.answer.begun && s.first.IsZero() {
		s.first = time.Now()
	}
	if closed {
		g.lost(s, fmt.Errorf("the connection was closed"))
	} else if s.answer.done {
		g.answered(s)
	}
}

func (g *generator) answered(s *slot) {
	now := time.Now()
	s.busy = false
	if !s.since.Before(g.begin) {
		if s.answer.status == 200 && s.answer.ended {
			g.result.answered(now.Sub(s.since), s.first.Sub(s.since), s.answer.events)
		} else {
			g.result.fail(fmt.Sprintf("status %d, complete: %t", s.answer.status, s.answer.ended))
		}
	}
	g.free = append(g.free, s)
	if g.rate == 0 {
		g.sendDue(now)
	}
}

// lost counts the open request as failed and connects again.
func (g *generator) lost(s *slot, reason error) {
	if s.busy && !s.since.Before(g.begin) {
		g.result.fail(reason.Error())
	}
	delete(g.slots, s.fd)
	syscall.Close(s.fd)
	if err := g.connect(s); err != nil {
		g.result.fail(err.Error())
		return
	}
	g.free = append(g.free, s)
}

func (g *generator) holdStreams() error {
	open := 0
	begin := time.Now()
	for _, s := range g.free {
		g.ask(s, begin)
		for s.first.IsZero() && len(g.result.failures) == 0 {
			if err := g.pollOnce(10 * time.Second); err != nil {
				return err
			}
			if time.Since(begin) > time.Minute {
				return fmt.Errorf("expected %d streams within a minute, found %d", len(g.free), open)
			}
		}
		open++
	}
	for reason := range g.result.failures {
		return fmt.Errorf("expected %d open streams, found that one failed: %s", len(g.free), reason)
	}
	fmt.Println(open)
	_, _ = bufio.NewReader(os.Stdin).ReadByte()
	for _, s := range g.slots {
		if s.answer.status != 200 || s.answer.done {
			return fmt.Errorf("expected every stream still open, found one with status %d that ended: %t", s.answer.status, s.answer.done)
		}
	}
	g.result.length = time.Since(begin)
	return nil
}
