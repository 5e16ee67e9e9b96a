"""`maestro trace suggest`: links that may be missing, in the project or between two lists of texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from maestro_cli.cli.call import Call
from maestro_cli.errors import InputError, SettingsError, Severity, UsageError

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer
    from maestro_cli.model.texts import Text
    from maestro_cli.sources.problems import Problems
    from maestro_cli.traceability.suggest.measure import Quality
    from maestro_cli.traceability.suggest.recovery import Link

LEAST, MOST_OF_ITEM = 0.2, 3
LISTED, FEWEST = 50_000, 10
"""Links of two files that are listed in all by default, and of each source at the least."""


def suggest(
    call: Call,
    sources: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Texts to link from: columns id and text.")
    ] = None,
    targets: Annotated[
        Path | None, typer.Option(metavar="CSV", help="Texts to link to: columns id and text.")
    ] = None,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Links that are right: columns source and target; measures."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Links a source; by default 3 in the project, of files 50,000 in all."),
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Leave out what scores less; by default 0.2 in the project."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="SOURCE=TARGET", help="Write this link into its item file; may be repeated."),
    ] = None,
) -> Answer:
    """Suggest missing links from what texts say, each with its score and the words that tie the pair."""
    files = (sources, targets)
    if accept:
        if any((*files, answers)):
            raise UsageError("--accept writes links of the project, not of files", fix="Leave out the files.")
        from maestro_cli.cli.trace_accept import accept_links

        return accept_links(call, accept)
    if sources is None and targets is None and answers is None:
        return _in_project(call, limit or MOST_OF_ITEM, LEAST if min_score is None else min_score)
    if sources is None or targets is None:
        raise UsageError("--sources and --targets go together", fix="Give both, or neither for the project.")
    return _between_files(call, (sources, targets), answers, limit, min_score or 0)


def _in_project(call: Call, limit: int, min_score: float) -> Answer:
    from maestro_cli.documents.suggest import suggest_blocks, suggest_csv
    from maestro_cli.model.answer import Answer, AnswerStatus
    from maestro_cli.traceability.suggest.gaps import find_gaps
    from maestro_cli.wiring import open_workspace

    workspace = open_workspace(call)
    backlog = workspace.backlog()
    titles = {item.id: item.title for item in backlog}
    gaps = find_gaps(backlog, limit, min_score)
    data = {
        "links": [
            {
                **_link(link),
                "field": gap.field,
                "source_title": titles[link.source],
                "target_title": titles[link.target],
            }
            for gap in gaps
            for link in gap.links
        ],
        "gaps": [{"field": gap.field, "lacking": gap.lacking} for gap in gaps],
    }
    return Answer(
        kind="trace-suggest",
        data=data,
        blocks=suggest_blocks(data, workspace.language),
        rendered={"csv": suggest_csv(data)},
        diagnostics=workspace.diagnostics,
        status=AnswerStatus.PARTIAL if backlog.unreadable else AnswerStatus.SUCCESS,
    )


def _between_files(
    call: Call, files: tuple[Path, Path], answers: Path | None, limit: int | None, min_score: float
) -> Answer:
    from maestro_cli.documents.suggest import suggest_blocks, suggest_csv
    from maestro_cli.model.answer import Answer
    from maestro_cli.sources.problems import Problems

    problems = [Problems(str(file)) for file in (*files, answers) if file is not None]
    sources, targets, known = _read(files, answers, problems)
    found = tuple(problem for each in problems for problem in each.found)
    wrong = [problem for problem in found if problem.severity is Severity.ERROR]
    if wrong:
        raise InputError("nothing was compared", diagnostics=found)
    each = limit or max(FEWEST, LISTED // len(sources))
    links, figures = _recover(sources, targets, known, each, min_score)
    data: dict[str, object] = {
        "links": [_link(link) for link in links],
        "sources": len(sources),
        "targets": len(targets),
    }
    if figures is not None:
        from dataclasses import asdict

        data |= asdict(figures)
    return Answer(
        kind="trace-suggest",
        data=data,
        blocks=suggest_blocks(data, _language(call)),
        rendered={"csv": suggest_csv(data)},
        diagnostics=found,
    )


def _read(
    files: tuple[Path, Path], answers: Path | None, problems: Sequence[Problems]
) -> tuple[list[Text], list[Text], set[tuple[str, str]] | None]:
    from maestro_cli.sources.text_lists import read_answers, read_texts

    sources, targets = (read_texts(file, each) for file, each in zip(files, problems, strict=False))
    if answers is None:
        return sources, targets, None
    ids = [{text.id for text in side} for side in (sources, targets)]
    known = read_answers(answers, ids[0], ids[1], problems[2])
    if not known and not any(each.found for each in problems):
        problems[2].error("P-CSV", "no answers below the header", 1, "Give one link a row.")
    elif not known and ids[0] and ids[1]:
        problems[2].error(
            "P-NO-TEXT", "no answer is a pair of these sources and targets", None, "Check the ids."
        )
    return sources, targets, known


def _recover(
    sources: Sequence[Text],
    targets: Sequence[Text],
    known: set[tuple[str, str]] | None,
    limit: int,
    min_score: float,
) -> tuple[list[Link], Quality | None]:
    from maestro_cli.traceability.suggest.measure import flags, quality
    from maestro_cli.traceability.suggest.recovery import recover

    links: list[Link] = []
    scores, right = [], []
    for part in recover(sources, targets):
        links.extend(part.links(limit, min_score))
        if known is not None:
            scores.append(part.scores)
            right.append(flags(part.sources, part.targets, known))
    return links, quality(scores, right) if known is not None else None


def _link(link: Link) -> dict[str, object]:
    why = [{"word": tie.word, "weight": tie.weight} for tie in link.why]
    return {"source": link.source, "target": link.target, "score": link.score, "why": why}


def _language(call: Call) -> str:
    """Return the project's language; files can be compared outside a project too."""
    from maestro_cli.settings.language import resolve_language
    from maestro_cli.settings.schema import Settings
    from maestro_cli.wiring import open_workspace

    try:
        return open_workspace(call).language
    except SettingsError:
        return resolve_language(Settings())
