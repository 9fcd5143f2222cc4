"""The words of each language, as data; `words.py` fills them."""
