"""`maestro trace`: the traceability gate, and what its rules mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import DOCUMENT_FORMATS, add
from maestro_cli.cli.trace_check import FORMATS, check
from maestro_cli.errors import SettingsError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.interface import RuleExplanation

app = typer.Typer(
    name="trace", no_args_is_help=True, help="Check that requirements, work and decisions connect."
)


def rules(call: Call) -> Answer:
    """List the rules, their codes and how severe these are by default."""
    from maestro_cli.documents.trace import rules_blocks
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.rules import RULES, WAIVERS

    data = {"rules": [_rule(rule.about) for rule in (*RULES, WAIVERS)]}
    return Answer(kind="trace-rules", data=data, blocks=rules_blocks(data, _language(call)))


def explain(
    call: Call,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule or a code.", show_default=False)],
) -> Answer:
    """Explain a rule: what it asks, why, its codes, and an example that fails and one that passes."""
    from maestro_cli.documents.trace import explain_blocks, explain_markdown
    from maestro_cli.model.answer import Answer
    from maestro_cli.traceability.rules import explain as explain_rule

    about = explain_rule(rule)
    data = explained(about)
    language = _language(call)
    return Answer(
        kind="trace-explain",
        data=data,
        blocks=explain_blocks(data, language),
        rendered={"md": explain_markdown(data, language)},
    )


def _language(call: Call) -> str:
    """Return the project's language; the rules can be read outside a project too."""
    from maestro_cli.settings.language import resolve_language
    from maestro_cli.settings.schema import Settings
    from maestro_cli.wiring import open_workspace

    try:
        return open_workspace(call).language
    except SettingsError:
        return resolve_language(Settings())


def explained(about: RuleExplanation) -> dict[str, object]:
    """Return all that a rule says of itself, as `trace explain` answers it."""
    return {
        **_rule(about),
        "why": about.why,
        "failing_example": about.failing,
        "passing_example": about.passing,
    }


def _rule(about: RuleExplanation) -> dict[str, object]:
    return {
        "rule_id": about.id,
        "rule_name": about.name,
        "question": about.question,
        "codes": [
            {"code": code.id, "severity": code.severity.value, "meaning": code.meaning}
            for code in about.codes
        ],
    }


def report(call: Call) -> Answer:
    """Check all rules as a recorded run and write the findings as a document."""
    from maestro_cli.cli.run import new_run
    from maestro_cli.wiring import open_workspace

    return new_run(open_workspace(call), call, "trace", {})


add(app, check, formats=(*DOCUMENT_FORMATS, *FORMATS))
add(app, rules, kind="trace-rules")
add(app, explain, kind="trace-explain")
add(app, report)
