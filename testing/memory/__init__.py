"""Stores and queue in memory, held to the contract suite of the real ones."""
