"""Pure building blocks of the domain: no clock, no network, no settings."""
