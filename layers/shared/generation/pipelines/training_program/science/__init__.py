"""What follows from a person by published formulas and by the catalogue of exercises."""
