"""HTML without surprises: a builder that escapes every text, and pages that are one file and load nothing.

Style and script stand in the page, and its policy allows only these two, by their hashes: text that got
past the escaping could not run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Iterable

from maestro_cli.assets import assets_root
from maestro_cli.model.text import one_line

Value = str | int | bool | None
"""Of an attribute: True writes its bare name, False and None leave it out."""

_CODE = re.compile("`([^`]+)`")
_VOID = frozenset({"br", "input", "meta"})


class Html(str):
    """Text that is HTML already and is not escaped again."""

    __slots__ = ()


def text(value: str) -> Html:
    """Return outside text for an element or an attribute, on one line; `Html` comes back as it is."""
    if isinstance(value, Html):
        return value
    return Html(html.escape(one_line(value)))


def tag(name: str, /, *children: str, **attributes: Value) -> Html:
    """Return an element; `class_` and `data_sort` become `class` and `data-sort`."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{''.join(map(text, children))}</{name}>")


def marked(value: str) -> Html:
    """Return text with what stands between backticks as code."""
    return Html(_CODE.sub(r"<code>\1</code>", text(value)))


def joined(parts: Iterable[str], separator: str = "") -> Html:
    """Return the parts, escaped, with `separator` between them, which has to be plain."""
    return Html(separator.join(map(text, parts)))


def page(title: str, language: str, body: Iterable[str]) -> str:
    """Return a whole page: `body` in the one style, with the script that sorts and filters its tables.

    It is complete and readable where no script runs, follows the reader's light or dark, and prints.
    """
    style, script = (_asset(name) for name in ("page.css", "table.js"))
    policy = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
    head = (
        tag("meta", charset="utf-8"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content=f"{policy}base-uri 'none'; form-action 'none'",
        ),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(style)),
    )
    parts = (
        "<!DOCTYPE html>",
        f'<html lang="{text(language)}">',
        tag("head", Html("\n".join(("", *head, "")))),
        Html("\n".join(("<body>", *body, tag("script", Html(script)), "</body>"))),
        "</html>",
    )
    return "\n".join(parts) + "\n"


def about(project: str, day: str) -> str:
    """Return the line below a title: which project, and as of which day."""
    return f"{project} · {day}" if project else day


def _attribute(key: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'


def _asset(name: str) -> str:
    return (assets_root() / "templates" / "html" / name).read_text(encoding="utf-8")


def _digest(code: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}"
