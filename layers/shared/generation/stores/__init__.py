"""Stores: how jobs and documents are kept."""
