"""The law of one day: parameters by date, who is bound, which routes are open."""
