"""Near names: what a user may have meant."""

from __future__ import annotations

from collections.abc import Sequence


def did_you_mean(word: str, known: Sequence[str], otherwise: str, listed: Sequence[str] = ()) -> str:
    """Return one sentence that offers the nearest of the `known` names, else those `listed`, else all."""
    import difflib

    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1)
    return f"Did you mean {folded[near[0]]}?" if near else f"{otherwise}: {', '.join(listed or known)}."
