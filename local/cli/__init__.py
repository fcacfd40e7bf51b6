"""Generating from the terminal: what to start, how to watch it, what to write."""
