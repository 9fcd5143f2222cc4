"""Results and a language → words and rows, once for every human reporter."""
