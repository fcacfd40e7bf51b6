"""What several pipelines need: prompts, answers, schemas."""
