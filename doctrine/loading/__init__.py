"""Files to located values: bounded reading, strict YAML with positions, atomic writing."""
