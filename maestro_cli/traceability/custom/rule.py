"""A rule that a project declares: every item that it is about has to hold its condition."""

from __future__ import annotations

from dataclasses import replace

from maestro_cli.model.findings import FindingSeverity
from maestro_cli.model.items import Item
from maestro_cli.model.text import one_line
from maestro_cli.settings.rules.condition import Demand, Links
from maestro_cli.settings.rules.declared import DeclaredRule
from maestro_cli.settings.rules.template import fill
from maestro_cli.traceability.custom.conditions import Surroundings, Test, compile_condition, compile_demand
from maestro_cli.traceability.custom.wording import demand_in_words, in_words
from maestro_cli.traceability.interface import Code, Finding, Outcome, RuleExplanation, TraceContext, on_item

CODE = "UNMET"
_MOST_OF_TITLE = 200
_MESSAGE = "{id} breaks {rule}, which demands that {unmet}"
_ACTION = "Mend {id}, or waive {rule} there with a reason."


class ProjectRule:
    """One entry of `trace.rules` as a rule; its only code is `<id>-UNMET`."""

    def __init__(self, declared: DeclaredRule) -> None:
        """Take the declaration as it stands in the settings."""
        self._declared = declared
        self._filter, self._demand = declared.filter, declared.demand
        self.about = self._explanation()

    def check(self, context: TraceContext) -> Outcome:
        """List the items that the rule is about and that do not hold all it demands."""
        around = Surroundings(context.backlog, context.links, context.as_of)
        kinds = frozenset(self._declared.kind)
        is_meant = compile_condition(self._filter, around)
        parts = self._parts(around)
        checked, findings = 0, []
        for item in context.backlog.items:
            if (not kinds or item.kind.value in kinds) and is_meant(item):
                checked += 1
                unmet = [words for words, holds in parts if not holds(item)]
                if unmet:
                    findings.append(self._finding(item, unmet))
        return Outcome(checked, findings)

    def _parts(self, around: Surroundings) -> list[tuple[str, Test]]:
        """Return each demand with its words, so that a finding says which ones are not met."""
        demands: tuple[Demand | Links, ...] = self._demand.demands
        parts = [(demand_in_words(demand), compile_demand(demand, around)) for demand in demands]
        rest = replace(self._demand, demands=())
        return parts if rest.empty else [*parts, (in_words(rest), compile_condition(rest, around))]

    def _finding(self, item: Item, unmet: list[str]) -> Finding:
        values = {
            "id": item.id,
            "kind": item.kind.value,
            "title": one_line(item.title)[:_MOST_OF_TITLE],
            "status": item.status.value,
            "priority": item.priority.value,
            "assignee": item.assignee or "nobody",
            "sprint": item.sprint or "none",
            "parent": item.parent or "none",
            "points": "none" if item.points is None else f"{item.points:g}",
            "due": str(item.due or "none"),
            "rule": self._declared.id,
            "unmet": " and ".join(unmet),
        }
        message = fill(self._declared.message or _MESSAGE, values)
        action = fill(self._declared.action or _ACTION, values)
        return replace(on_item(self.about.codes[0].id, item, message, action), of_tests=True)

    @property
    def declared(self) -> DeclaredRule:
        """The declaration."""
        return self._declared

    def _explanation(self) -> RuleExplanation:
        declared = self._declared
        code = Code(
            f"{declared.id}-{CODE}",
            FindingSeverity(declared.severity),
            f"{self._who()} has to meet: {in_words(self._demand)}.",
            absence=self._demand.asks_for_links or self._filter.asks_for_links,
        )
        return RuleExplanation(
            id=declared.id,
            why=declared.why,
            codes=(code,),
            failing="",
            passing="",
            own_name=declared.name,
            own_question=declared.question or f"{declared.name}?",
        )

    def _who(self) -> str:
        kinds = " or ".join(kind.replace("_", " ") for kind in self._declared.kind) or "item"
        where = "" if self._filter.empty else f" whose {in_words(self._filter)}"
        return f"{'An' if kinds[0] in 'aeiou' else 'A'} {kinds}{where}"
