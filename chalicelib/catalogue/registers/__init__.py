"""The registers every item refers to: regions, departments and certificate types, maintained as data."""
