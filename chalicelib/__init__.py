"""Bujianmian (不见面审批): approvals that nobody has to visit an office for."""

import gc

gc.set_threshold(50_000)
"""What is imported stays: to look through it for garbage every 700 objects would be a twentieth of a cold start."""
