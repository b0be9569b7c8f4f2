"""Whom a case is opened for, and who acts for them there."""
