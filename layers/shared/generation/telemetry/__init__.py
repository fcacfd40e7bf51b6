"""What operators see of the functions: metrics, taken at the ports of the engine, and logs."""
