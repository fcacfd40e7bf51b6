"""Coursemill on one machine: the stack, the offline model and the command line."""
