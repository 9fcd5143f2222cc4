"""Any bytes, under any of our names: a value or findings, never a traceback. Run by `make fuzz` (atheris); not a test of the suite.

make fuzz                       # one minute
make fuzz FUZZ_SECONDS=3600     # a night
"""

from __future__ import annotations

import sys
from datetime import date

import atheris

with atheris.instrument_imports(include=["doctrine"]):
    from doctrine.checking.files import Tools, check_file
    from doctrine.checking.kinds import kind_of
    from doctrine.index import open_index
    from doctrine.loading.plain import read_plain
    from doctrine.loading.yaml_reader import read
    from doctrine.record.reading import read_decision

TOOLS = Tools(open_index(), date(2026, 11, 22))
NAMES = ("x.need.yaml", "x.yaml", "grille.csv", "grille.md", "x.txt", "x.decision.json", "grille.ods", "x.docx", "x.odt", "x.pdf", "x.xlsx")


def one_input(data: bytes) -> None:
    """The first byte chooses the name, the rest is the file."""
    name, body = NAMES[data[0] % len(NAMES)] if data else NAMES[0], data[1:]
    check_file(name, body, kind_of(name, body, named=True), TOOLS)
    if read_plain(body) is not None:
        document, found = read(body, name)
        assert document is not None, "read without places, refused with them"
        assert not found
    read_decision(body, name)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
