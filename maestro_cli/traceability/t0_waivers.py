"""T0: does every waiver have a reason, a rule and a date ahead?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import ClassVar

from maestro_cli.model.findings import FindingSeverity
from maestro_cli.model.items import Item, Waiver
from maestro_cli.traceability.interface import Code, Finding, Outcome, RuleExplanation, TraceContext, on_item
from maestro_cli.traceability.names import did_you_mean

NO_REASON = Code(
    "T0-WAIVER-NO-REASON", FindingSeverity.ERROR, "A waiver gives no reason, so it does not count."
)
EXPIRED = Code("T0-WAIVER-EXPIRED", FindingSeverity.WARNING, "A waiver's date is past, so it does not count.")
UNKNOWN_RULE = Code("T0-WAIVER-UNKNOWN-RULE", FindingSeverity.WARNING, "A waiver names no rule or code.")


def counts(waiver: Waiver, as_of: date) -> bool:
    """Say whether a waiver is in force: it has a reason, and its last day is not past."""
    return bool(waiver.reason.strip()) and (waiver.until is None or waiver.until >= as_of)


class WaiverRule:
    """Checks every waiver of every item; shown only where it finds something.

    A finding at an item is waived by a waiver of that item (of any item of a circle) for its rule or
    its code. `until` is the last day on which it counts. Findings about waivers cannot be waived.
    """

    about: ClassVar = RuleExplanation(
        id="T0",
        why=(
            "An exception that nobody explains is a rule switched off in secret, and one that never ends "
            "is a rule that does not hold."
        ),
        codes=(NO_REASON, EXPIRED, UNKNOWN_RULE),
        failing="""\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card, waive: [{rule: T1}]}
""",
        passing="""\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card,
     waive: [{rule: T1, reason: bought with the next release, until: 2099-12-31}]}
""",
    )

    def __init__(self, known: Collection[str], asked: Collection[str] | None = None) -> None:
        """Know the rules and codes that can be waived; look only at waivers of the `asked` ones, if given."""
        self._known = tuple(sorted(known))
        self._asked = None if asked is None else frozenset(asked)

    def check(self, context: TraceContext) -> Outcome:
        """List waivers without a reason, past their date, or for something that is no rule."""
        checked = 0
        findings: list[Finding] = []
        for item in context.backlog.items:
            for waiver in dict.fromkeys(item.waive):
                if self._asked is None or waiver.rule in self._asked:
                    checked += 1
                    findings.extend(self._of(item, waiver, context.as_of))
        return Outcome(checked, findings)

    def _of(self, item: Item, waiver: Waiver, as_of: date) -> Iterator[Finding]:
        name = f"The waiver of {waiver.rule} at {item.id}"
        about = (waiver.rule, str(waiver.until or ""))
        if not waiver.reason.strip():
            action = "Write a `reason` that a reviewer can judge."
            yield on_item(NO_REASON.id, item, f"{name} gives no reason and does not count", action, about)
        elif not counts(waiver, as_of):
            action = "Mend what it excuses and take it out, or set a new `until`."
            yield on_item(EXPIRED.id, item, f"{name} ended on {waiver.until}", action, about)
        if waiver.rule not in self._known:
            rules = [name for name in self._known if "-" not in name]
            action = did_you_mean(waiver.rule, self._known, "Name a rule or one of its codes", rules)
            yield on_item(UNKNOWN_RULE.id, item, f"{name} is for no known rule or code", action, about)
