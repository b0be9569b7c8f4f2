"""Mandates: who may act for somebody else because that somebody signed for it, and somebody accepted."""
