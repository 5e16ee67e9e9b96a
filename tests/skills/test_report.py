"""Reports: complete for any backlog, every figure with evidence, and false numbers do not get in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.documents.report import report_blocks, report_markdown
from maestro_cli.documents.templates import OVERRIDES
from maestro_cli.llm.narrator import Asked, Occasion
from maestro_cli.llm.offline import OfflineNarrator
from maestro_cli.model.evidence import Figure, SkillResult
from maestro_cli.model.history import Repository
from maestro_cli.model.items import Item, Status
from maestro_cli.model.plain import canonical, from_plain, to_plain
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.periods import ReportKind
from maestro_cli.skills.report import KINDS, compose, ground, narrate, phrase
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.traceability.t6_grounding import GroundingRule
from tests.skills.build import (
    AS_OF,
    FULL,
    HOSTILE,
    Change,
    backlogs,
    commit,
    histories,
    inputs,
    item,
    report,
    results,
)

SINCE = AS_OF - timedelta(days=6)
PERIOD = (SINCE, AS_OF)


# @req MR-5.1
@given(
    backlogs(),
    histories(),
    st.sampled_from(ReportKind),
    st.sampled_from(["en", "ko"]),
    st.sampled_from([FULL, {}]),
)
@settings(deadline=None, max_examples=60)
def test_any_backlog_gives_a_report_that_stands_on_its_evidence(
    items: list[Item], commits: list[Change], kind: ReportKind, language: str, settings: dict[str, Any]
) -> None:
    data = report(inputs(items, commits, settings=settings, language=language), kind.value)
    assert data["dropped"] == []
    assert [section["id"] for section in data["sections"]] == list(KINDS[kind])
    known = {one["id"] for one in data["evidence"]}
    for section in data["sections"]:
        assert section["title"]
        assert section["markdown"] or section["id"] == "people"
        names = [figure["name"] for figure in section["figures"]]
        assert len(names) == len(set(names))
        for figure in section["figures"]:
            assert figure["evidence"]
            assert set(figure["evidence"]) <= known
    text = report_markdown(data, language)
    spoken = "".join(section["markdown"] for section in data["sections"])
    marks = set(re.findall(r"(?<!\\)\[\^([^\]]+)\]", spoken))
    assert marks == set(re.findall(r"^\[\^([^\]]+)\]:", text, re.MULTILINE))
    assert report_blocks(data, language)


@given(backlogs(), histories())
@settings(deadline=None, max_examples=15)
def test_equal_inputs_give_equal_bytes_and_no_step_needs_more_than_json(
    items: list[Item], commits: list[Change]
) -> None:
    project = inputs(items, commits, settings=FULL)
    found = results(project, *PERIOD)
    kept = {name: from_plain(SkillResult, to_plain(result)) for name, result in found.items()}
    drafts = [
        compose(ReportKind.WEEKLY, each, project="Shop", period=PERIOD, team=["Mina"])
        for each in (found, kept, dict(reversed(kept.items())))
    ]
    assert canonical(drafts[0]) == canonical(drafts[1])
    one, other = (ground(phrase(draft, "ko"), "ko")[0] for draft in drafts[1:])
    assert canonical(one["sections"]) == canonical(other["sections"])


# @req MR-6.8
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_statements_pass_rule_t6(language: str) -> None:
    items = [
        item("US-1", title=HOSTILE, status=Status.DONE, points=5, started=SINCE, completed=AS_OF),
        item("US-2", status=Status.BLOCKED, points=8, started=SINCE, depends_on=("US-3",)),
        item("US-3", status=Status.IN_PROGRESS, started=SINCE, assignee="Mina"),
    ]
    project = inputs(items, [commit(1, AS_OF, "US-1")], settings=FULL, language=language)
    draft = compose(ReportKind.WEEKLY, results(project, *PERIOD), project="Shop", period=PERIOD)
    data, statements = ground(phrase(draft, language), language, "R-1")
    assert len(statements) > 30
    context = TraceContext(
        backlog=project.backlog,
        settings=project.settings,
        as_of=AS_OF,
        commits=None,
        decisions=[],
        statements=list(statements),
    )
    errors = [one for one in GroundingRule().check(context).findings if one.code != "T6-LOW-CONFIDENCE"]
    assert errors == []
    assert data["dropped"] == []


def _findings(project: Inputs, kind: str) -> list[Any]:
    draft = compose(ReportKind(kind), results(project, *PERIOD), project="Shop", period=PERIOD)
    data, statements = ground(
        phrase(narrate(draft, OfflineNarrator(), project.language), project.language),
        project.language,
    )
    assert data["dropped"] == []
    context = TraceContext(project.backlog, project.settings, AS_OF, None, [], list(statements))
    return list(GroundingRule().check(context).findings)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_young_project_that_knows_little_is_sure_of_that(kind: ReportKind, language: str) -> None:
    items = [
        item("US-1", status=Status.IN_PROGRESS, points=3, started=SINCE, assignee="Mina", sprint="S-1"),
        item("US-2", points=2),
    ]
    settings = {"team": [{"name": "Mina"}], "sprint": {"starts": "2026-11-16"}}
    assert _findings(inputs(items, settings=settings, language=language), kind.value) == []


def test_what_is_found_in_little_history_is_said_to_be_unsure_and_how_little_it_is_is_not() -> None:
    past = {**FULL, "sprints": FULL["sprints"][:1]}
    finished = item("US-1", status=Status.DONE, points=5, started=SINCE, completed=SINCE)
    found = _findings(inputs([finished], settings=past), "weekly")
    assert {one.code for one in found} == {"T6-LOW-CONFIDENCE"}
    project = results(inputs([finished], settings=past), *PERIOD)
    draft = compose(ReportKind.WEEKLY, project, project="Shop", period=PERIOD)
    unsure = {name: sure for section in draft["sections"] for name, sure in section["confidence"].items()}
    assert unsure == {
        "velocity.median": 0.2,
        "velocity.slope": 0.2,
        "velocity.completion_ratio": 0.2,
        "capacity.points": 0.2,
        "cycle.median": 0.3,
        "cycle.p85": 0.3,
    }


@pytest.mark.parametrize("language", ["en", "ko"])
def test_risks_of_the_plan_stand_on_their_figures(language: str) -> None:
    last, early = AS_OF - timedelta(days=12), AS_OF - timedelta(days=20)
    past = [
        {
            "id": f"S-{9 - back}",
            "start": str(last - timedelta(days=14 * back)),
            "end": str(last - timedelta(days=14 * back - 11)),
            "completed": 10 + back,
        }
        for back in range(9)
    ]
    team = [{"name": "Mina", "skills": ["search"]}, {"name": "Jonas"}]
    links = [("US-0", ()), ("US-1", ("US-0",)), ("US-2", ("US-1",))]
    due = AS_OF + timedelta(days=20)
    items = [
        item(name, points=15.5, depends_on=needs, skills=("search",), due=due, assignee="Mina")
        for name, needs in links
    ]
    items += [item(f"US-{n}", status=Status.DONE, started=SINCE, completed=AS_OF) for n in range(3, 9)]
    items.append(item("US-9", status=Status.BLOCKED, started=early, depends_on=("US-10",)))
    items.append(item("US-10", status=Status.IN_PROGRESS, started=early, due=SINCE, points=2))
    settings = {**FULL, "team": team, "sprints": past[::-1]}
    project = inputs(items, settings=settings, language=language)
    assert {one.code for one in _findings(project, "weekly")} <= {"T6-LOW-CONFIDENCE"}
    risks: Any = results(project, *PERIOD)["risks"].data["risks"]
    found = {one["code"]: one["figures"] for one in risks}
    assert {"probability", "late", "by"} <= found["critical_chain"].keys()
    assert {"late", "waiting"} <= found["overdue_blockers"].keys()
    assert "probability" in found["ageing"]
    assert {"only_one_can", "chain_of_one"} <= found.keys()
    assert "slip" not in found


class _Liar:
    """A narrator that invents a number, names a figure nobody has, and says one true thing."""

    name = "liar"
    asked: Asked | None = None

    def headline(self, figures: Mapping[str, Figure], occasion: Occasion) -> tuple[str, ...]:
        del figures, occasion
        return (
            "We finished 99 items.",
            "Profit is {profit.total}.",
            "Nothing was finished{cite:done.count}.",
            "{done.count} done.",
        )


# @req MR-5.3
def test_a_narrator_cannot_invent_a_figure() -> None:
    project = inputs([item("US-1", status=Status.DONE, completed=AS_OF)], settings=FULL)
    draft = compose(ReportKind.WEEKLY, results(project, *PERIOD), project="Shop", period=PERIOD)
    data, _ = ground(phrase(narrate(draft, _Liar(), "en"), "en"), "en")
    assert data["sections"][0]["markdown"] == "- 1 item[^done.count] done."
    problems = [(one["line"], one["problem"]) for one in data["dropped"]]
    assert problems == [
        ("- We finished 99 items.", "no figure says 99"),
        ("- Nothing was finished[^done.count].", "cites done.count without saying 1"),
    ]
    assert data["quality"]["missing"][-1]["code"] == "ungrounded"
    assert data["quality"]["missing"][-1]["count"] == 2


# @req MR-5.3
def test_a_false_number_planted_in_a_template_is_dropped_and_told(tmp_path: Path) -> None:
    folder = tmp_path / OVERRIDES
    folder.mkdir(parents=True)
    (folder / "report.en.md.j2").write_text(
        "{% block done %}\nDear all,\n\nWe finished 77 items!\n"
        'And {{ s.fig("done.count") }} are true.\n{% endblock %}'
    )
    data = report(inputs([item("US-1")], settings=FULL), "weekly", tmp_path)
    done = next(section for section in data["sections"] if section["id"] == "done")
    assert "77" not in done["markdown"]
    assert done["markdown"].startswith("Dear all,")
    assert "0 items[^done.count] are true" in done["markdown"]
    assert [one["section"] for one in data["dropped"]] == ["done"]
    assert any(section["id"] == "velocity" and section["markdown"] for section in data["sections"])


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", list(ReportKind))
def test_an_empty_project_says_what_is_missing(kind: ReportKind, language: str) -> None:
    project = inputs(repository=Repository(present=False), language=language)
    data = report(project, kind.value)
    assert data["quality"]["score"] == 0
    codes = {gap["code"] for gap in data["quality"]["missing"]}
    assert {"no_items", "no_repository", "velocity_history"} <= codes
    assert all(gap["message"] and gap["fix"] for gap in data["quality"]["missing"])
    assert data["dropped"] == []


def test_all_done() -> None:
    items = [item(f"US-{n}", status=Status.DONE, points=1, started=SINCE, completed=AS_OF) for n in range(30)]
    data = report(inputs(items, settings=FULL))
    done = next(section for section in data["sections"] if section["id"] == "done")
    assert done["markdown"].count("- **US-") == 12
    assert "And 18 items[^done.done.more] more." in done["markdown"]
    more = next(figure for figure in done["figures"] if figure["name"] == "done.done.more")
    assert len(more["evidence"]) == 18


def test_a_team_of_hundreds_is_cut_and_counted() -> None:
    commits = [commit(n, AS_OF, author=f"Person {n:03}") for n in range(1, 301)]
    data = report(inputs([item("US-1")], commits, settings=FULL), "standup")
    people = next(section for section in data["sections"] if section["id"] == "people")
    assert people["markdown"].count("### ") == 20
    assert "And 282 people[^people.more] more." in people["markdown"]


def test_a_stand_up_tells_each_person_apart() -> None:
    items = [
        item("US-1", status=Status.DONE, completed=AS_OF, assignee="Mina"),
        item("US-2", status=Status.IN_PROGRESS, started=AS_OF, assignee="jonas", points=3),
        item("US-3", status=Status.BLOCKED, assignee="Mina", blocked_reason="no key"),
    ]
    data = report(inputs(items, [commit(1, AS_OF, "US-2", author="Jonas")], settings=FULL), "standup")
    people = next(section for section in data["sections"] if section["id"] == "people")
    mina, jonas = people["markdown"].split("### Jonas")
    assert "finished **US-1**" in mina
    assert "Blocked: **US-3** Title of US-3: no key" in mina
    assert "1 commit[^person.2.linked] on **US-2**" in jonas
    assert "Today: **US-2** Title of US-2 (3 points, in work for 1 day)" in jonas
    assert "Blocked" not in jonas


def test_a_hostile_title_stays_text() -> None:
    from markdown_it import MarkdownIt

    items = [item("US-1", title=HOSTILE, status=Status.DONE, completed=AS_OF, assignee=HOSTILE)]
    project = inputs(items, [commit(1, AS_OF, "US-1", author=HOSTILE)], settings=FULL)
    for kind in ("weekly", "standup"):
        text = report_markdown(report(replace(project), kind), "en")
        rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
        assert "<b>7" not in rendered
        assert "<a " not in rendered
        assert "<strong>99" not in rendered
        assert "<code>8" not in rendered


def test_thousands_of_touched_items_are_cut_and_all_counted() -> None:
    items = [item(f"US-{n}") for n in range(1000)]
    commits = [commit(n + 1, AS_OF, f"US-{n}") for n in range(1000)]
    data = report(inputs(items, commits, settings=FULL))
    changes = next(section for section in data["sections"] if section["id"] == "changes")
    assert "And 988 items[^changes.items.more] more." in changes["markdown"]
    more = next(figure for figure in changes["figures"] if figure["name"] == "changes.items.more")
    assert len(more["evidence"]) == 201
