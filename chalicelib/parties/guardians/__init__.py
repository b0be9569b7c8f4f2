"""Guardians (监护人) act for minors: whoever the population base says is one."""
