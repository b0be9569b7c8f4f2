"""Search and browse: a snapshot of what is published, built with each edition and held warm by whoever answers."""
