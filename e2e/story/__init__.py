"""The story of the quickstart: told live to a person, and checked step by step."""
