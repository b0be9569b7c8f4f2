"""Material uploads, and what the state already holds so that nobody is asked for it again."""
