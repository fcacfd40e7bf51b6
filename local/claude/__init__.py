"""A server on loopback that speaks Claude's API without a model; docs/local-claude.md describes it."""
