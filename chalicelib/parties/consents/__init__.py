"""Consents (同意): what somebody allows to be shared about them, once, with one receiver and for one purpose."""
