"""The only place that knows AWS. Everything above speaks to the classes of this package."""
