"""Flow: many jobs under one limit of the model, as pure arithmetic."""
