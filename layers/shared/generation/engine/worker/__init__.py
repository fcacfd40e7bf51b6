"""One job carried on: scheduling, model calls, checkpoints, heartbeat."""
