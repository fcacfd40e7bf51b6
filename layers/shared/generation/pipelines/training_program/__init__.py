"""training_program: a profile becomes a training program."""
