"""poems: the fifth pipeline, which exists in tests alone."""
