"""Exports: what pipelines have made, as files that read well anywhere."""
