"""The job queue on SQS: sending, and the messages of one worker invocation."""
