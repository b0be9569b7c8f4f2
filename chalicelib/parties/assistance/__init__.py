"""Assistance (协助办理): a window clerk or a hotline agent does for somebody what they ask for, there and then."""
