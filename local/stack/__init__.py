"""The deployed template on this machine: emulator, gateway, page, tokens."""
