"""Somebody's scoring grid: read, recomputed, judged; the European grid of cloud sovereignty."""
