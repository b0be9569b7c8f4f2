"""Packages for the archive (归档包): how a concluded case leaves this system whole, readable without it."""
