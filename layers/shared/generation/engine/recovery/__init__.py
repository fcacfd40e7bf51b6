"""Jobs whose message was lost, whose worker died or whose deadline has passed."""
