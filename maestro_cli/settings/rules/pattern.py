"""Regular expressions of RE2, searched in linear time whatever the pattern and the text.

`re` backtracks: `(a+)+$` takes it seconds on thirty letters and ages on forty.
"""

from __future__ import annotations

from collections.abc import Callable


class PatternError(ValueError):
    """A text that is no pattern, in words that go on after the name of its setting."""


def compile_search(pattern: str) -> Callable[[str], bool]:
    """Return a function that says whether a text holds a match anywhere.

    The syntax is <https://github.com/google/re2/wiki/Syntax>. Raises PatternError for what is none of it.
    """
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        search = re2.compile(_encoded(pattern), options).search
    except re2.error as error:
        reason = error.args[0].decode(errors="replace")
        raise PatternError(f"is no regular expression: {reason}") from None
    return lambda text: search(_encoded(text)) is not None


def _encoded(text: str) -> bytes:
    """Encode what JSON and YAML let through: half a surrogate pair too, which no pattern can ask for."""
    return text.encode("utf-8", "surrogatepass")
