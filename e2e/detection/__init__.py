"""Recorded drifts, and what the monitor and other detectors say about them."""
