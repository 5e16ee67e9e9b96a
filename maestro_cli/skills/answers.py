"""Builds an answer: the facts of agents become sections, are put into words and checked against the facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from maestro_cli.documents.report import render_sections
from maestro_cli.documents.report_words import say
from maestro_cli.llm.narrator import Narrator, Occasion, gaps
from maestro_cli.model.decisions import Statement
from maestro_cli.model.evidence import Evidence, Figure, SkillResult
from maestro_cli.skills.answer_sections import ANSWER_SECTIONS
from maestro_cli.skills.grounding import Grounding
from maestro_cli.skills.ledger import Ledger
from maestro_cli.skills.report_sections import SECTIONS, Draft, ReportFacts

Data = dict[str, Any]

AYE, NO = "ayes", "noes"


def contribution(sections: Sequence[str], results: Mapping[str, SkillResult], team: Sequence[str]) -> Data:
    """Return what an agent adds to an answer: {sections, evidence {id: detail}, confidence}.

    `results` are those of its skills by the names that sections know. Confidence is the least of them.
    """
    facts = ReportFacts(results, tuple(team))
    drafts = [ANSWER_SECTIONS[name](facts) for name in sections]
    evidence = dict(facts.evidence)
    for draft in drafts:
        evidence.update({name: title for name, title in draft.titles.items() if title})
    sure = min((result.confidence for result in results.values()), default=1.0)
    return {"sections": [draft.data() for draft in drafts], "evidence": evidence, "confidence": sure}


def headline(sections: Sequence[Data], narrator: Narrator, occasion: Occasion) -> Data | None:
    """Return a first section of what stands out among the figures of the others; None where nothing does."""
    figures = {figure["name"]: figure for section in sections for figure in section["figures"]}
    if all(figure["value"] is None for figure in figures.values()):
        return None
    said = narrator.headline({name: Figure(**figure) for name, figure in figures.items()}, occasion)
    sentences = [sentence for sentence in said if set(gaps(sentence)) <= figures.keys()]
    if not sentences:
        return None
    used = sorted({name for sentence in sentences for name in gaps(sentence)})
    sure = {name: one for section in sections for name, one in section["confidence"].items()}
    return {
        "id": "headline",
        "figures": [figures[name] for name in used],
        "lists": {"sentences": sentences},
        "quotes": [],
        "people": [],
        "confidence": {name: sure[name] for name in used if name in sure},
    }


def phrase(
    sections: Sequence[Data], evidence: Mapping[str, str], language: str, root: Path | None
) -> list[Data]:
    """Put each section into words with its template, that of reports where reports have it."""
    texts: dict[int, str] = {}
    for template in ("report", "ask"):
        mine = [n for n, each in enumerate(sections) if (each["id"] in SECTIONS) == (template == "report")]
        chosen = [sections[n] for n in mine]
        texts |= dict(zip(mine, render_sections(chosen, evidence, language, root, template), strict=True))
    return [{**each, "markdown": texts[n]} for n, each in enumerate(sections)]


def ground(
    sections: Sequence[Data], evidence: Mapping[str, str], language: str, run_id: str
) -> tuple[list[Data], tuple[Statement, ...], list[Data]]:
    """Keep what stands on facts: return the finished sections, their statements, and what was dropped."""
    kept: list[Data] = []
    statements: list[Statement] = []
    dropped: list[Data] = []
    for section in sections:
        grounding = Grounding(
            section["figures"], evidence, language, section["quotes"], section["lists"], section["people"]
        )
        checked = grounding.check(
            section["markdown"], section=section["id"], run_id=run_id, confidence=section["confidence"]
        )
        statements += checked.statements
        dropped += [{"section": section["id"], **asdict(line)} for line in checked.dropped]
        kept.append(
            {
                "id": section["id"],
                "title": say(language, f"section.{section['id']}"),
                "markdown": checked.markdown,
                "figures": section["figures"],
            }
        )
    return kept, tuple(statements), dropped


def vote(positions: Mapping[str, Sequence[Data]], titles: Mapping[str, str]) -> Data | None:
    """Return the items on which agents disagree, as a section; None where they do not.

    `positions` by agent: [{id, stance: ayes or noes, weight (0 to 1), why}]. An item counts where there
    are both; what is for it and against it are the sums of the weights, and all reasons are named.
    """
    ledger = Ledger()
    stands: dict[str, dict[str, list[Data]]] = {}
    for agent in sorted(positions):
        for one in positions[agent]:
            sides = stands.setdefault(one["id"], {AYE: [], NO: []})
            sides[one["stance"]].append({**one, "agent": agent})
    rows: list[Data] = []
    for name in sorted(name for name, sides in stands.items() if sides[AYE] and sides[NO]):
        number = len(rows) + 1
        names = {}
        for side in (AYE, NO):
            names[side] = f"vote.{number}.{side}"
            weight = round(sum(one["weight"] for one in stands[name][side]), 2)
            ledger.add(names[side], weight, [Evidence(f"item:{name}", titles.get(name, ""))])
        why = {
            key: "; ".join(f"{one['agent']}: {one['why']}" for one in stands[name][side])
            for key, side in (("why_for", AYE), ("why_against", NO))
        }
        rows.append({"name": name, "texts": {"title": titles.get(name, ""), **why}, "figures": names})
    if not rows:
        return None
    result = ledger.result({}, 1.0)
    draft = Draft("votes", ReportFacts({"votes": result}))
    draft.use_group("vote.")
    for row in rows:
        draft.quote(*row["texts"].values())
    draft.list("votes", rows)
    return draft.data()
