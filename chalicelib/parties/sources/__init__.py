"""What others vouch for: one adapter for each register or provider that is asked about people and organisations."""
