"""Builds a report: facts are chosen, put into words, checked against the facts, and put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from maestro_cli.documents.report import render_sections
from maestro_cli.documents.report_words import say
from maestro_cli.llm.narrator import Narrator, Occasion, gaps
from maestro_cli.model.decisions import Statement
from maestro_cli.model.evidence import Figure, SkillResult
from maestro_cli.skills.grounding import Dropped, Grounding
from maestro_cli.skills.periods import ReportKind
from maestro_cli.skills.report_sections import SECTIONS, ReportFacts

_ALL = (
    "headline",
    "done",
    "in_progress",
    "blocked",
    "velocity",
    "flow",
    "changes",
    "risks",
    "next_steps",
    "quality",
)

KINDS: Mapping[ReportKind, tuple[str, ...]] = {
    ReportKind.WEEKLY: _ALL,
    ReportKind.MONTHLY: _ALL,
    ReportKind.SPRINT: ("headline", "sprint", *_ALL[1:]),
    ReportKind.STATUS: _ALL,
    ReportKind.STANDUP: ("headline", "people", "blocked", "risks", "next_steps", "quality"),
    ReportKind.RETRO: (
        "headline",
        "sprint",
        "done",
        "blocked",
        "velocity",
        "flow",
        "changes",
        "risks",
        "quality",
    ),
    ReportKind.EXECUTIVE: ("headline", "velocity", "risks", "next_steps", "quality"),
}
"""Which sections a report has, in order."""

Data = dict[str, Any]


def compose(
    kind: ReportKind,
    results: Mapping[str, SkillResult],
    *,
    project: str,
    period: tuple[date, date],
    team: Sequence[str] = (),
) -> Data:
    """Choose the facts of each section.

    `results` by name: progress, blockers, velocity, capacity, flow, changes, risks, ready, quality.
    Returns plain data {report, project, period, sections [{id, figures, lists, quotes, confidence: {figure:
    how sure, where below 1}}], evidence {id: detail}, quality}, which `narrate`, `phrase` and `ground` go
    on with.
    """
    facts = ReportFacts(results, tuple(team))
    drafts = [SECTIONS[name](facts) for name in KINDS[kind]]
    evidence = dict(facts.evidence)
    for draft in drafts:
        evidence.update({name: title for name, title in draft.titles.items() if title})
    return {
        "report": kind.value,
        "project": project,
        "period": {"since": period[0].isoformat(), "until": period[1].isoformat()},
        "sections": [draft.data() for draft in drafts],
        "evidence": evidence,
        "quality": facts.data("quality"),
    }


def narrate(draft: Data, narrator: Narrator, language: str) -> Data:
    """Let the narrator say what stands out; a sentence with a gap that no figure fills is not taken."""
    sections = []
    for section in draft["sections"]:
        if section["id"] != "headline":
            sections.append(section)
            continue
        figures = {figure["name"]: Figure(**figure) for figure in section["figures"]}
        said = narrator.headline(figures, Occasion(language))
        sentences = [sentence for sentence in said if set(gaps(sentence)) <= figures.keys()]
        sections.append({**section, "lists": {**section["lists"], "sentences": sentences}})
    return {**draft, "sections": sections}


def phrase(draft: Data, language: str, root: Path | None = None) -> Data:
    """Put each section into words with its template; the project at `root` may have its own."""
    texts = render_sections(draft["sections"], draft["evidence"], language, root)
    sections = [{**section, "markdown": text} for section, text in zip(draft["sections"], texts, strict=True)]
    return {**draft, "sections": sections}


def ground(draft: Data, language: str, run_id: str = "") -> tuple[Data, tuple[Statement, ...]]:
    """Keep what stands on facts, and finish the report.

    Returns the answer's data {report, headline, project, period, sections, quality, evidence, dropped} and
    the statements it makes, for rule T6.
    """
    statements: list[Statement] = []
    dropped: list[tuple[str, Dropped]] = []
    sections: list[Data] = []
    for section in draft["sections"]:
        grounding = Grounding(
            section["figures"],
            draft["evidence"],
            language,
            section["quotes"],
            section["lists"],
            section["people"],
        )
        checked = grounding.check(
            section["markdown"], section=section["id"], run_id=run_id, confidence=section["confidence"]
        )
        statements += checked.statements
        dropped += [(section["id"], line) for line in checked.dropped]
        sections.append(_finished(section, checked.markdown, language))
    cited = {name for section in sections for figure in section["figures"] for name in figure["evidence"]}
    cited |= {name for statement in statements for name in statement.evidence}
    quality = _quality(draft["quality"], dropped, language)
    data: Data = {
        "report": draft["report"],
        "headline": f"{say(language, 'report.' + draft['report'])}: {draft['project']}",
        "project": draft["project"],
        "period": draft["period"],
        "sections": sections,
        "quality": quality,
        "evidence": [{"id": name, "detail": draft["evidence"].get(name, "")} for name in sorted(cited)],
        "dropped": [{"section": name, **asdict(line)} for name, line in dropped],
    }
    return data, tuple(statements)


def _finished(section: Data, markdown: str, language: str) -> Data:
    """Return a section as the answer has it; one that only picks from others keeps the figures it cites."""
    figures = section["figures"]
    if section["id"] in ("headline", "next_steps"):
        figures = [figure for figure in figures if f"[^{figure['name']}]" in markdown]
    title = say(language, f"section.{section['id']}")
    return {"id": section["id"], "title": title, "markdown": markdown, "figures": figures}


def _quality(quality: Data, dropped: Sequence[tuple[str, Dropped]], language: str) -> Data:
    gaps_found = [*quality["missing"]]
    if dropped:
        gaps_found.append({"code": "ungrounded", "count": len(dropped), "ids": []})
    missing = [
        {
            "code": gap["code"],
            "count": gap["count"],
            "message": say(language, f"gap.{gap['code']}", value=str(gap["count"]), cite=""),
            "fix": say(language, f"gap.{gap['code']}.fix"),
            "evidence": gap["ids"],
        }
        for gap in gaps_found
    ]
    return {"score": quality["score"], "missing": missing}
