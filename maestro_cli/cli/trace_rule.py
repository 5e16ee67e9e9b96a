"""A traceability rule as data: what `trace rules`, `trace explain` and SARIF tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from maestro_cli.settings.schema import Settings
    from maestro_cli.traceability.interface import Rule, RuleExplanation
    from maestro_cli.traceability.severity import Severities


class RuleBook:
    """The rules of a project, with the severities that are in force there."""

    def __init__(self, settings: Settings, today: date) -> None:
        """Collect the rules. Raises SettingsError for a plug-in or a severity that cannot be used."""
        from maestro_cli.traceability.rules import WAIVERS, rules_of
        from maestro_cli.traceability.severity import read_severities

        self.rules: Sequence[Rule] = rules_of(settings)
        self._waivers = WAIVERS
        self._today = today
        self._severities: Severities = read_severities(settings.trace, (WAIVERS, *self.rules))

    def listed(self) -> list[dict[str, object]]:
        """Return what `trace rules` answers: all rules, and T0, which looks after waivers."""
        return [self._listed(rule.about) for rule in (*self.rules, self._waivers)]

    def explained(self) -> list[dict[str, object]]:
        """Return all rules in full, and T0."""
        return [self.explain(rule.about.id) for rule in (*self.rules, self._waivers)]

    def explain(self, name: str) -> dict[str, object]:
        """Return the rule with this id or code in full. Raises UsageError for a name that is neither."""
        about = self._explanation(name)
        return {
            **self._listed(about),
            "why": about.why,
            "failing_example": about.failing,
            "passing_example": about.passing,
        }

    def _explanation(self, name: str) -> RuleExplanation:
        """Return a rule in words; the examples of a declared one are made when asked for."""
        from maestro_cli.traceability.rules import RULES, explain, find

        rule = find(name, self.rules)
        if rule is self._waivers or rule in RULES:
            return explain(name, self.rules)
        from maestro_cli.traceability.custom.examples import with_examples
        from maestro_cli.traceability.custom.rule import ProjectRule

        return with_examples(rule, self._today) if isinstance(rule, ProjectRule) else rule.about

    def _listed(self, about: RuleExplanation) -> dict[str, object]:
        return {
            "rule_id": about.id,
            "rule_name": about.name,
            "question": about.question,
            "codes": [
                {
                    "code": code.id,
                    "severity": code.severity.value,
                    "severity_in_force": (self._severities[code.id] or "off"),
                    "meaning": code.meaning,
                }
                for code in about.codes
            ],
        }
