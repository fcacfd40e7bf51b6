"""Claude by the `anthropic` SDK, which nothing else imports."""
