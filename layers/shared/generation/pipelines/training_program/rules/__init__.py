"""What a program is held to, whoever wrote it."""
