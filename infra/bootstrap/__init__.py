"""What a fresh stack needs before anybody can sign in or apply: `python -m infra.bootstrap`."""
