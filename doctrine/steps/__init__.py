"""The three steps of the doctrine, one file each. Their order is in `ladder.py`, nowhere else."""
