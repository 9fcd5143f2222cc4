"""One file for each output format; a reporter turns blocks or results into text and never writes it."""
