"""Requests answered by agents: each skill once, failures told, any end resumed, no line without a fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from maestro_cli.agents.calls import plan_calls
from maestro_cli.agents.duties import DUTIES
from maestro_cli.cli.call import Call
from maestro_cli.errors import WaitingError
from maestro_cli.model.actions import ApprovalStatus
from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.plain import to_plain
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy, Wish
from maestro_cli.model.runs import Run
from maestro_cli.skills.catalog import SKILLS
from maestro_cli.skills.inputs import Inputs
from maestro_cli.store.project_store import Store
from maestro_cli.traceability.check import check
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.wiring import Workspace, open_workspace
from maestro_cli.workflows.ask import ask_workflow, workflow_of
from maestro_cli.workflows.engine import drive, start
from maestro_cli.workflows.step import Facts, Workflow
from tests.projects import AS_OF, shop_copy

CHANGE = Wish("scrum_master", Intent.STATUS_CHANGE, {"items": ["US-110"], "status": "review"})


def wish(intent: Intent, **arguments: object) -> Wish:
    return Wish(DUTIES[intent].agent, intent, arguments)


def routed(*wishes: Wish, strategy: Strategy = Strategy.PARALLEL) -> Route:
    agents = tuple(dict.fromkeys(one.agent for one in wishes))
    intent = wishes[0].intent if wishes else Intent.OUT_OF_SCOPE
    return Route(agents, intent, wishes, Complexity.COMPLEX, strategy, 0.9, "the words ask for it")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return shop_copy(tmp_path / "shop")


class Asking:
    """A project, its store, and requests to it."""

    def __init__(self, root: Path, language: str = "en") -> None:
        self.root, self.language = root, language

    @property
    def workspace(self) -> Workspace:
        return open_workspace(Call(project=self.root, as_of=AS_OF))

    def begin(self, store: Store, route: Route) -> tuple[Workflow, Run]:
        calls = plan_calls(route, self.workspace.inputs())
        params = {
            "text": "what is going on?",
            "route": to_plain(route),
            "calls": to_plain(calls),
            "as_of": AS_OF.isoformat(),
            "seed": 0,
            "language": self.language,
            "dry_run": False,
        }
        workflow = ask_workflow(route, calls)
        return workflow, start(self.workspace, store, workflow, params)

    def answer(self, route: Route) -> dict[str, Any]:
        with self.workspace.store() as store:
            workflow, run = self.begin(store, route)
            found: dict[str, Any] = drive(self.workspace, store, workflow, run, lambda _: None)
            return found


@pytest.fixture
def asking(root: Path) -> Asking:
    return Asking(root)


ALL = [wish(i) for i, duty in DUTIES.items() if i is not Intent.STATUS_CHANGE]


def counting(monkeypatch: pytest.MonkeyPatch, fail: Sequence[str] = ()) -> list[str]:
    """Note every run of a skill; those of `fail` break."""
    ran: list[str] = []

    def noted(name: str, run: Callable[..., SkillResult]) -> Callable[..., SkillResult]:
        def noting(inputs: Inputs, asked: object) -> SkillResult:
            ran.append(name)
            if name in fail:
                raise ZeroDivisionError
            return run(inputs, asked)

        return noting

    changed = {n: replace(s, run=noted(n, s.run)) if s.run else s for n, s in SKILLS.items()}
    monkeypatch.setattr("maestro_cli.workflows.ask.SKILLS", changed)
    return ran


def test_every_intent_is_answered_and_no_skill_runs_twice(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = counting(monkeypatch)
    data = asking.answer(routed(*ALL))["data"]
    assert data["missing"] == []
    assert data["dropped"] == []
    assert sorted(ran) == sorted(set(ran))
    assert {section["id"] for section in data["sections"]} >= {
        "scope",
        "blocked",
        "risks",
        "trace",
        "velocity",
    }


# @req MR-14.10
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_line_stands_on_a_fact_and_t6_agrees(root: Path, language: str) -> None:
    asking = Asking(root, language)
    data = asking.answer(routed(*ALL))["data"]
    assert data["dropped"] == []
    place = asking.workspace
    context = TraceContext(
        place.backlog(), place.settings, AS_OF, statements=place.statements(), decisions=place.decisions()
    )
    report = check(context, ["T5", "T6"])
    wrong = [one for result in report.results for one in result.violations if one.code != "T6-LOW-CONFIDENCE"]
    assert wrong == []
    cited = {one["id"] for one in data["evidence"]}
    for section in data["sections"]:
        for figure in section["figures"]:
            assert set(figure["evidence"]) <= cited


def test_a_skill_that_fails_is_tried_twice_and_told_and_the_others_answer(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = counting(monkeypatch, fail=["identify_blockers"])
    data = asking.answer(routed(wish(Intent.BLOCKERS), wish(Intent.VELOCITY), wish(Intent.RISKS)))["data"]
    assert ran.count("identify_blockers") == 2
    assert [(one["skill"], one["agent"]) for one in data["missing"]] == [
        ("identify_blockers", "scrum_master")
    ]
    assert [section["id"] for section in data["sections"]] == ["headline", "velocity", "risks"]
    assert "identify_blockers failed twice" in data["answer"]


def test_what_a_project_does_not_know_is_said_with_what_to_do(asking: Asking) -> None:
    text = (asking.root / "maestro.yaml").read_text()
    (asking.root / "maestro.yaml").write_text(text.split("sprints:")[0])
    for path in (asking.root / "backlog").rglob("*"):
        if path.is_file() and path.suffix == ".md":
            path.write_text(path.read_text().replace("\ncompleted:", "\nended:"))
    data = asking.answer(routed(wish(Intent.SPRINT_SCOPE), wish(Intent.BLOCKERS)))["data"]
    assert [one["code"] for one in data["missing"]] in (["E-NO-CAPACITY"], [])
    assert "blocked" in {section["id"] for section in data["sections"]}


def test_agents_that_disagree_vote_with_their_reasons(asking: Asking) -> None:
    wishes = (wish(Intent.SPRINT_SCOPE), wish(Intent.BLOCKERS), wish(Intent.RISKS))
    data = asking.answer(routed(*wishes, strategy=Strategy.CONSENSUS))["data"]
    (votes,) = [section for section in data["sections"] if section["id"] == "votes"]
    assert "(planner: " in votes["markdown"]
    assert "(risk_quality: " in votes["markdown"]


def test_out_of_scope_is_said_and_nothing_is_looked_up(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = counting(monkeypatch)
    data = asking.answer(routed(strategy=Strategy.SINGLE))["data"]
    assert (data["agents"], data["sections"], ran) == ([], [], [])
    assert "something else than the project" in data["answer"]


def test_a_skill_off_the_card_is_not_used(asking: Asking) -> None:
    data = asking.answer(routed(Wish("planner", Intent.RISKS)))["data"]
    assert [one["code"] for one in data["missing"]] == ["E-SKILL"]
    assert data["sections"] == []


def finished(asking: Asking, store: Store, workflow: Workflow, run: Run) -> Facts:
    return drive(asking.workspace, store, workflow, run, lambda _: None)


def test_any_end_is_resumed_with_the_same_answer(
    asking: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    route = routed(wish(Intent.BLOCKERS), wish(Intent.RISKS), CHANGE)
    expected = approved_answer(Asking(shop_copy(tmp_path / "straight")), route)
    stopped = 0
    for last in range(1, 40):
        other = Asking(shop_copy(tmp_path / f"stopped-{last}"))
        with monkeypatch.context() as patched:
            ended = stop_after(patched, last)
            if approved_answer(other, route, interrupted=True) == expected and not ended:
                break
        stopped += 1
        assert approved_answer(other, route, resumed=True) == expected, last
        assert (other.root / "backlog/stories/US-110.md").read_text().count("status: review") == 1
    assert stopped >= 8


def stop_after(patched: pytest.MonkeyPatch, last: int) -> list[int]:
    """End the process, as Ctrl-C does, after the checkpoint of this number; return those that ended it."""
    seen: list[int] = []
    ended: list[int] = []

    def saved(_drive: object, _thread: str, step: int) -> None:
        seen.append(step)
        if len(seen) == last:
            ended.append(step)
            raise KeyboardInterrupt

    patched.setattr("maestro_cli.workflows.engine._Drive._saved", saved)
    return ended


def approved_answer(
    asking: Asking, route: Route, *, interrupted: bool = False, resumed: bool = False
) -> dict[str, Any] | None:
    """Ask, approve what is asked back, and return the answer; None when it was interrupted on the way."""
    with asking.workspace.store() as store:
        run = store.runs.list()[0][0] if resumed else asking.begin(store, route)[1]
        workflow = workflow_of(run.params)
        for _ in range(2):
            try:
                found: dict[str, Any] = finished(asking, store, workflow, run)
            except WaitingError:
                for one in store.approvals.pending(run.id):
                    store.approvals.decide(one.id, ApprovalStatus.APPROVED, "kim")
            except KeyboardInterrupt:
                assert interrupted
                return None
            else:
                assert len([d for d in store.decisions.list() if d.approved_by == "kim"]) == 1
                return {k: v for k, v in found.items() if k in ("data", "markdown")}
    raise AssertionError("it waits twice")
