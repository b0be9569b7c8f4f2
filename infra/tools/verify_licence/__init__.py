"""Verifies a document or a machine-readable licence without asking the service: by its published keys and status lists.

It shares no code with what issues them: neither the service's own nor the library that it signs with.
"""
