"""Scenarios of repairs on a real cluster, besides the story."""
