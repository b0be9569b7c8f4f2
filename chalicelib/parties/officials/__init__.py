"""Members of staff: what concerns them too closely, who stands in for them, and how they leave."""
