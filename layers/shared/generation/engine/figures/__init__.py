"""Figures: what the attempts of jobs have come to, by day; exact, whoever dies."""
