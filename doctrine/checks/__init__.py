"""What `doctrine check` looks for: one file for each check, found by its name."""
