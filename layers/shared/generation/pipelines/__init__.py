"""What can be generated: one folder for each pipeline, and `shared` for what several need."""
