"""Data that its owner holds to be wrong (数据异议): put right where it comes from, not in a form."""
