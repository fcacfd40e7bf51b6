"""The rule-based program: sessions, exercises, sets and loads without a model."""
