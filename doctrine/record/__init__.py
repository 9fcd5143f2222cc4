"""Decisions as files: sealed, read again, verified, replayed. Everything here works on values and bytes; commands read the disk."""
