"""Stand-in counterparties that speak the real wire formats with their own keys, on loopback only."""
