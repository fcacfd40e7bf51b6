"""What happens is told: written with what it tells of, and delivered to the webhooks of its owner."""
