"""Rules of installed packages (entry points of the group `maestro.rules`), for projects that name them.

Nothing is looked up unless `trace.plugins` names a package and the user trusts the project: an installed
package alone runs no code. Whatever goes wrong in a plug-in becomes one error that names it; what it
prints goes to stderr.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from maestro_cli.errors import SettingsError
from maestro_cli.traceability.interface import Code, Finding, Outcome, Rule, RuleExplanation, TraceContext

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "maestro.rules"
_RULE_ID = re.compile(r"(?!T\d)[A-Z][A-Z0-9_]{1,30}")
_CODE = re.compile(r"[A-Z0-9_]+(-[A-Z0-9_]+)+")


class PluginError(SettingsError):
    """A plug-in cannot be used, or failed."""

    code = "E-PLUGIN"


def plugin_rules(packages: Iterable[str], taken: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules of these packages, by package as listed and by name of the entry point.

    `taken` are ids of rules that exist already. An entry point is a rule, or a class or function that
    makes one without arguments. Raises PluginError for a package that is not installed or has no
    rules, and for a rule that cannot be loaded, is none, or has an id or code that is not its own.
    """
    known = set(taken)
    rules: list[Rule] = []
    for package in dict.fromkeys(packages):
        for point in _entry_points(package):
            rule = _load(package, point)
            if rule.about.id in known:
                raise _error(package, point.name, f"claims the id {rule.about.id}, which is taken")
            known.add(rule.about.id)
            rules.append(rule)
    return tuple(rules)


@dataclass(frozen=True, slots=True)
class PluginRule:
    """A rule of a package, with everything that it answers looked over."""

    about: RuleExplanation
    package: str
    name: str
    rule: Rule

    def check(self, context: TraceContext) -> Outcome:
        """Ask the plug-in. Raises PluginError when it fails or answers anything but an Outcome."""
        try:
            with redirect_stdout(sys.stderr):
                outcome = self.rule.check(context)
        except (Exception, SystemExit) as error:
            raise _error(self.package, self.name, f"failed: {_said(error)}") from error
        wrong = next(_wrong_outcome(outcome, frozenset(code.id for code in self.about.codes)), None)
        if wrong:
            raise _error(self.package, self.name, wrong)
        return outcome


def _entry_points(package: str) -> list[EntryPoint]:
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        points = distribution(package).entry_points.select(group=GROUP)
    except (PackageNotFoundError, ValueError):
        raise PluginError(
            f"trace.plugins: the package {package!r} is not installed",
            path="maestro.yaml",
            fix="Install it where Maestro is installed, or take it out of trace.plugins.",
        ) from None
    if not points:
        raise PluginError(
            f"trace.plugins: the package {package!r} has no rules",
            path="maestro.yaml",
            fix=f"Its rules have to be entry points of the group {GROUP}.",
        )
    return sorted(points, key=lambda point: point.name)


def _load(package: str, point: EntryPoint) -> Rule:
    try:
        with redirect_stdout(sys.stderr):
            made: Any = point.load()
            rule = made() if isinstance(made, type) or not hasattr(made, "check") else made
            about = rule.about
    except (Exception, SystemExit) as error:
        raise _error(package, point.name, f"cannot be loaded: {_said(error)}") from error
    wrong = next(_wrong_rule(rule, about), None)
    if wrong:
        raise _error(package, point.name, wrong)
    return PluginRule(about, package, point.name, rule)


def _wrong_rule(rule: object, about: object) -> Iterator[str]:
    if not isinstance(about, RuleExplanation) or not callable(getattr(rule, "check", None)):
        yield "is no rule: it needs `about`, a RuleExplanation, and `check`"
        return
    if not isinstance(about.id, str) or not _RULE_ID.fullmatch(about.id):
        yield f"has the id {about.id!r}: it takes capital letters, digits and _; T and a digit are Maestro's"
        return
    texts = (about.own_name, about.own_question, about.why, about.failing, about.passing)
    if not all(isinstance(text, str) for text in texts) or not (about.own_name and about.own_question):
        yield "needs own_name and own_question as text"
    if not isinstance(about.codes, tuple) or not about.codes:
        yield "needs a tuple of codes"
        return
    for code in about.codes:
        good = isinstance(code, Code) and isinstance(code.id, str) and _CODE.fullmatch(code.id)
        if not (good and code.id.startswith(f"{about.id}-")):
            yield f"has the code {getattr(code, 'id', code)!r}: codes begin with {about.id}-"


def _wrong_outcome(outcome: object, codes: frozenset[str]) -> Iterator[str]:
    if not isinstance(outcome, Outcome):
        yield f"answered {type(outcome).__name__}, not an Outcome"
        return
    if isinstance(outcome.checked, bool) or not isinstance(outcome.checked, int) or outcome.checked < 0:
        yield "says no number of things checked"
    if not isinstance(outcome.findings, list | tuple):
        yield "answered no list of findings"
        return
    for finding in outcome.findings:
        if not isinstance(finding, Finding) or not _is_sound(finding):
            yield "answered a finding that is none"
        elif finding.code not in codes:
            yield f"answered a finding with the code {finding.code!r}, which it does not declare"


def _is_sound(finding: Finding) -> bool:
    texts = (finding.code, finding.entity, finding.entity_id, finding.message, finding.action)
    lists = (finding.about, finding.failing)
    return (
        all(isinstance(text, str) for text in texts)
        and all(isinstance(each, tuple) and all(isinstance(part, str) for part in each) for each in lists)
        and isinstance(finding.path, str | None)
        and isinstance(finding.line, int | None)
    )


def _said(error: BaseException) -> str:
    from maestro_cli.model.text import one_line

    return one_line(f"{type(error).__name__}: {error}")[:300]


def _error(package: str, name: str, what: str) -> PluginError:
    return PluginError(
        f"the rule {name!r} of the plug-in {package} {what}",
        path="maestro.yaml",
        fix=f"Mend or update {package}, or take it out of trace.plugins.",
    )
