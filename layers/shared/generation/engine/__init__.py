"""The job engine. It imports nothing but itself and the standard library."""
