"""What a person asks of a job: start, look, cancel, retry, continue."""
