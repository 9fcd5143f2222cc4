"""The canonical bytes of a JSON value (RFC 8785) and their digest.

Nothing sealed holds a binary float: amounts and shares are texts, counts are whole numbers of at most fifteen digits. Canonical
JSON is then what the standard library writes with sorted keys, three times faster than the `rfc8785` library; the two orders of keys differ
only beyond U+D7FF (code points here, UTF-16 units in the RFC), where the library writes. A property test holds the two together.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

PREFIX = "sha256:"
_OTHER_ORDER = re.compile("[\ue000-\U0010ffff]")


def canonical(value: Any) -> bytes:
    """The bytes that RFC 8785 gives to a value of objects, lists, texts, whole numbers, booleans and nulls; ValueError for any other."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    if _OTHER_ORDER.search(text):
        import rfc8785

        return rfc8785.dumps(value)
    return text.encode()


def digest(value: Any) -> str:
    """`sha256:` and the digest of the canonical bytes of a value."""
    return digest_of(canonical(value))


def digest_of(data: bytes) -> str:
    """`sha256:` and the digest of bytes."""
    return PREFIX + hashlib.sha256(data).hexdigest()
