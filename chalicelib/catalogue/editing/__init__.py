"""Describing items: draft, check, approval by somebody else, and the history of all of it."""
