package main

import (
	"slices"
	"time"
)

// result is what the measured part brought.
type result struct {
	length     time.Duration
	whole      []time.Duration // from when a request was due to the last byte of its answer
	first      []time.Duration // to the first byte of its body
	events     int
	failed     int
	failures   map[string]int
	unanswered int
}

func (r *result) answered(whole, first time.Duration, events int) {
	r.whole = append(r.whole, whole)
	r.first = append(r.first, first)
	r.events += events
}

func (r *result) fail(reason string) {
	if r.failures == nil {
		r.failures = map[string]int{}
	}
	r.failed++
	r.failures[reason]++
}

// summary is what is printed: milliseconds and requests per second.
type summary struct {
	Answered   int            `json:"answered"`
	Failed     int            `json:"failed"`
	Failures   map[string]int `json:"failures,omitempty"`
	Waiting    int            `json:"waiting"`
	Seconds    float64        `json:"seconds"`
	Throughput float64        `json:"throughput"`
	Events     int            `json:"events"`
	Whole      spread         `json:"wholeMillis"`
	First      spread         `json:"firstMillis"`
}

type spread struct {
	P50 float64 `json:"p50"`
	P90 float64 `json:"p90"`
	P99 float64 `json:"p99"`
	Max float64 `json:"max"`
}

func (r *result) summary() summary {
	seconds := r.length.Seconds()
	return summary{Answered: len(r.whole), Failed: r.failed, Failures: r.failures, Waiting: r.unanswered, Seconds: seconds,
		Throughput: float64(len(r.whole)) / seconds, Events: r.events, Whole: spreadOf(r.whole), First: spreadOf(r.first)}
}

func spreadOf(times []time.Duration) spread {
	if len(times) == 0 {
		return spread{}
	}
	slices.Sort(times)
	at := func(share float64) float64 {
		return float64(times[min(len(times)-1, int(share*float64(len(times))))]) / float64(time.Millisecond)
	}
	return spread{P50: at(.5), P90: at(.9), P99: at(.99), Max: at(1)}
}
