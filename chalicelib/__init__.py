"""Bujianmian (不见面审批): approvals that nobody has to visit an office for."""
