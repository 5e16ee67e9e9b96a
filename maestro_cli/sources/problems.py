"""Problems of reading a file: all of them, each with its line."""

from __future__ import annotations

from collections.abc import Iterable

from maestro_cli.errors import Diagnostic, Severity
from maestro_cli.model.redact import redact


class Problems:
    """The problems of one file, in the order in which they were found; without its secrets."""

    __slots__ = ("_unknown", "found", "path", "said", "with_secrets")

    def __init__(
        self, path: str, said: dict[str, frozenset[str]] | None = None, *, with_secrets: bool = False
    ) -> None:
        """Start with none; `path` is relative to the project.

        `said`, where given, is filled with the names of the fields that each item gives. `with_secrets`
        leaves secrets, which are told, in the texts of the items.
        """
        self.said = said
        self.with_secrets = with_secrets
        self.path = path
        self.found: list[Diagnostic] = []
        self._unknown: dict[str, int] = {}

    def error(self, code: str, message: str, line: int | None = None, fix: str | None = None) -> None:
        """Note something that keeps an item or a field from being known."""
        self._note(Severity.ERROR, code, message, line, fix)

    def warn(self, code: str, message: str, line: int | None = None, fix: str | None = None) -> None:
        """Note something that may be a slip, and loses nothing."""
        self._note(Severity.WARNING, code, message, line, fix)

    def info(self, code: str, message: str, line: int | None = None, fix: str | None = None) -> None:
        """Note something that is good to know."""
        self._note(Severity.INFO, code, message, line, fix)

    def secret(self, name: str, item_id: str, line: int) -> None:
        """Note a secret in a text."""
        self.warn(
            "P-SECRET",
            f"{name} of {item_id} holds a secret: it is left out wherever the text is shown or kept",
            line,
            "Take it out of the file, and revoke it: whoever has the file can use it.",
        )

    def _note(self, severity: Severity, code: str, message: str, line: int | None, fix: str | None) -> None:
        hint = fix and redact(fix)
        self.found.append(Diagnostic(severity, code, redact(message), self.path, line, hint))

    def unknown_field(self, name: str, line: int) -> None:
        """Note a field that Maestro does not know; `finish` makes one warning of all of them."""
        self._unknown.setdefault(name, line)

    def finish(self, known: Iterable[str]) -> tuple[Diagnostic, ...]:
        """Return all problems, with one warning about all unknown fields."""
        if self._unknown:
            candidates = tuple(known)
            hints = [(name, nearest(name, candidates)) for name in self._unknown]
            shown = [
                f"{quoted(name)} (did you mean {near}?)" if near else quoted(name) for name, near in hints
            ]
            rest = f" and {len(shown) - 10} more" if len(shown) > 10 else ""
            self.warn(
                "P-UNKNOWN-FIELD",
                f"unknown field{'s' if len(shown) > 1 else ''} {', '.join(shown[:10])}{rest}: kept, not read",
                next(iter(self._unknown.values())),
                f"Fields are: {', '.join(candidates)}.",
            )
            self._unknown.clear()
        return tuple(self.found)


def quoted(text: str, limit: int = 60) -> str:
    """Return `text` as it is shown in a message: in quotes, on one line, not longer than `limit`."""
    return repr(text if len(text) <= limit else f"{text[: limit - 1]}…")


def nearest(text: str, candidates: Iterable[str], cutoff: float = 72) -> str | None:
    """Return the candidate most like `text`, or None when none is close (`cutoff` in percent)."""
    if len(text) > 100:
        return None
    from rapidfuzz import fuzz, process

    found = process.extractOne(text.casefold(), list(candidates), scorer=fuzz.ratio, score_cutoff=cutoff)
    return found[0] if found else None
