"""Ids of other tools as ids of ours, and back.

An id within our alphabet stays as it is. In any other, each byte (UTF-8) that ours do not have becomes
`#.` and two hex digits: `SRS (1)` is `SRS#.20#.281#.29`. Where the first character could not begin an id
of ours, `0#..` stands before it. No two ids become one, and `theirs_of(ours_of(x)) == x`.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._#/-]*")
_ESCAPE = re.compile(r"#\.(?:([0-9A-F]{2})|\.)")
_ODD = re.compile(r"[^A-Za-z0-9._/-]")
_START = "0#.."


def ours_of(theirs: str) -> str:
    """Return the id under which Maestro knows `theirs`."""
    if _PLAIN.fullmatch(theirs) and _ESCAPE.search(theirs) is None:
        return theirs
    quoted = quoted_part(theirs)
    return quoted if theirs[:1].isascii() and theirs[:1].isalnum() else _START + quoted


def quoted_part(text: str) -> str:
    """Return `text` with each byte that ids do not have as `#.` and two hex digits."""
    return _ODD.sub(lambda found: "".join(f"#.{byte:02X}" for byte in _utf8(found[0])), text)


def theirs_of(ours: str) -> str:
    """Return what `ours_of` was given; an id that it never returned stays as it is."""
    if _ESCAPE.search(ours) is None:
        return ours
    rest = ours.removeprefix(_START)
    data = bytearray()
    end = 0
    for found in _ESCAPE.finditer(rest):
        data += rest[end : found.start()].encode() + bytes.fromhex(found[1] or "")
        end = found.end()
    theirs = (bytes(data) + rest[end:].encode()).decode("utf-8", "replace")
    return theirs if ours_of(theirs) == ours else ours


def _utf8(char: str) -> bytes:
    return char.encode("utf-8", "replace")
