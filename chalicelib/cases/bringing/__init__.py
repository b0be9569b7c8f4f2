"""Who must bring what (免提交): for a person and an item, where each required material comes from, and why."""
