"""An example for every code: a project in which it is found, and the same, mended.

YAML as in `RuleExplanation`, besides that `tests`, `commits`, and `trace` as in maestro.yaml. The first code
of a rule has the rule's own example; a broken chain and an unreadable source cannot be written down.
"""

from __future__ import annotations

from dataclasses import replace

from maestro_cli.traceability.examples_links import LINK_EXAMPLES
from maestro_cli.traceability.examples_order import ORDER_EXAMPLES
from maestro_cli.traceability.interface import RuleExplanation


def with_example(about: RuleExplanation, name: str) -> RuleExplanation:
    """Return the rule in words, with the example of a code where `name` is one that has its own."""
    for code in about.codes:
        if code.id.casefold() == name.strip().casefold() and code.id in _EXAMPLES:
            failing, passing = _EXAMPLES[code.id]
            return replace(about, failing=failing, passing=passing)
    return about


_EXAMPLES = LINK_EXAMPLES | ORDER_EXAMPLES
