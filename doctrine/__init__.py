"""Walk the French State's buying doctrine for one digital need: mutualise, then buy, then build."""

__version__ = "0.1.0"
