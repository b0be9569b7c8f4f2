"""The case (办件): from the first draft to the archive."""
