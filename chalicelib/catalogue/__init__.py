"""What can be applied for: items and their versions, departments, regions, and the work calendar."""
