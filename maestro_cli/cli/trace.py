"""`maestro trace`: the traceability gate, and what its rules mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.cli.command import DOCUMENT_FORMATS, add
from maestro_cli.cli.trace_check import FORMATS, check
from maestro_cli.errors import SettingsError

if TYPE_CHECKING:
    from maestro_cli.cli.trace_rule import RuleBook
    from maestro_cli.model.answer import Answer

app = typer.Typer(
    name="trace", no_args_is_help=True, help="Check that requirements, work and decisions connect."
)


def rules(call: Call) -> Answer:
    """List the rules, the project's own among them, with their codes and how severe these are."""
    from maestro_cli.documents.trace_rules import rules_blocks
    from maestro_cli.model.answer import Answer

    book, language = _book(call)
    data = {"rules": book.listed()}
    return Answer(kind="trace-rules", data=data, blocks=rules_blocks(data, language))


def explain(
    call: Call,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule or a code.", show_default=False)],
) -> Answer:
    """Explain a rule: what it asks, why, its codes, and an example that fails and one that passes."""
    from maestro_cli.documents.trace_rules import explain_blocks, explain_markdown
    from maestro_cli.model.answer import Answer

    book, language = _book(call)
    data = book.explain(rule)
    return Answer(
        kind="trace-explain",
        data=data,
        blocks=explain_blocks(data, language),
        rendered={"md": explain_markdown(data, language)},
    )


def _book(call: Call) -> tuple[RuleBook, str]:
    """Return the rules and the language of the project; rules can be read outside a project too."""
    from maestro_cli.cli.trace_rule import RuleBook
    from maestro_cli.settings.clock import today
    from maestro_cli.settings.language import resolve_language
    from maestro_cli.settings.schema import Settings
    from maestro_cli.wiring import open_workspace

    try:
        workspace = open_workspace(call)
    except SettingsError as error:
        if error.diagnostics[0].code != "E-NO-PROJECT":
            raise
        return RuleBook(Settings(), call.as_of or today()), resolve_language(Settings())
    return RuleBook(workspace.settings, workspace.as_of), workspace.language


def report(call: Call) -> Answer:
    """Check all rules as a recorded run and write the findings as a document."""
    from maestro_cli.cli.run import new_run
    from maestro_cli.wiring import open_workspace

    return new_run(open_workspace(call), call, "trace", {})


add(app, check, formats=(*DOCUMENT_FORMATS, *FORMATS))
add(app, rules, kind="trace-rules")
add(app, explain, kind="trace-explain")
add(app, report)
