"""Outside text in Markdown: readable, and unable to become structure, a link, a mention or HTML.

GitHub and GitLab look for mentions and issue numbers in the finished HTML, where a backslash or an
entity for `@` is already undone (github/markup#1168); only something between sign and name helps, so a
zero-width space goes there, as an entity that can be seen in the source.
"""

from __future__ import annotations

import re

from maestro_cli.model.text import one_line


class Markdown(str):
    """Text that is Markdown already and is not escaped again."""

    __slots__ = ()


_BREAK = "&#8203;"
_SPECIAL = re.compile(
    r"""(?P<backslash> [\\`*\[\]|~] | (?<![^\W_])_ | _(?![^\W_]) | \#+$
                       | ^(?: \#(?!\d) | [>=] | [-+](?=[\s-]|$) ) )
      | (?P<number> ^\d{1,9} ) (?P<stop> [.)] ) (?= \s | $ )
      | (?P<less> < (?= [a-z/!?] | $ ) )
      | (?P<entity> & (?= \#?\w{1,40}; ) )
      | (?P<scheme> : (?= // ) )
      | (?P<www> (?<!\w)www (?= \. ) )
      | (?P<mention> @ (?= \w ) | [#!] (?= \d ) | (?<!\w)GH- (?= \d ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def md_text(text: str) -> Markdown:
    """Return outside text for a place inside a paragraph, heading, list or table, on one line.

    Every Markdown reader shows it as it was given; it breaks neither row nor column of a table.
    `Markdown` comes back as it is.
    """
    if isinstance(text, Markdown):
        return text
    return Markdown(_SPECIAL.sub(_escaped, one_line(text)))


def md_code(text: str) -> Markdown:
    """Return outside text as a code span, also inside a table; as text where it holds a backtick or pipe."""
    line = one_line(text)
    if not line or "`" in line or "|" in line:
        return md_text(line)
    return Markdown(f"`{line}`")


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    match match.lastgroup:
        case "backslash":
            return "".join(f"\\{char}" for char in found)
        case "stop":
            return f"{match['number']}\\{match['stop']}"
        case "less":
            return "&lt;"
        case "entity":
            return "&amp;"
        case "scheme":
            return "&#58;"
        case _:
            return f"{found}{_BREAK}"
