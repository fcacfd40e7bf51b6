"""The HTTP contract: requests, answers, problems and the routes' descriptions."""
