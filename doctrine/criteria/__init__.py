"""Gates and measures: the closed set of functions that cards name. The cards themselves are the YAML files of this folder."""
