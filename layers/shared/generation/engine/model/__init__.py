"""State of a job as frozen data, and the pure transitions between its states."""
