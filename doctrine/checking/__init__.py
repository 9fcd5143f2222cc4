"""What `doctrine check` does with files: which they are, what is found in each, what is silenced and by whom."""
