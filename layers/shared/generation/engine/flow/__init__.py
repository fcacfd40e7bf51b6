"""Flow: many jobs under one limit of the model: when a call may begin, and which job is begun next."""
