"""The words of the doctrine as frozen values: need, candidate, fact, card, verdict, recommendation. No input, no output."""
