"""What tests and benchmarks share and the layer does not ship."""
