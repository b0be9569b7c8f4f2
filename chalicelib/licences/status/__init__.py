"""Status lists (IETF Token Status List): which licences do not count now, for whoever verifies without asking us."""
