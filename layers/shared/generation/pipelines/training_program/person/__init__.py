"""Who trains: the profile as sent and as stored, and the experience to train by."""
