"""Actions of a run: asked for, approved, taken once, recorded, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maestro_cli.cli.call import Call
from maestro_cli.errors import RunCancelledError, UsageError, WaitingError
from maestro_cli.model.actions import Approval, ApprovalStatus
from maestro_cli.model.decisions import Authority
from maestro_cli.model.events import Event, EventName
from maestro_cli.model.items import Status
from maestro_cli.model.runs import Run, RunStatus
from maestro_cli.settings import clock
from maestro_cli.skills.actions import ACTIONS
from maestro_cli.skills.update_status import NAME, propose_status
from maestro_cli.store.project_store import Store
from maestro_cli.traceability.check import check
from maestro_cli.traceability.interface import TraceContext
from maestro_cli.wiring import Workspace, open_workspace
from maestro_cli.workflows.act import Mandate, act
from maestro_cli.workflows.engine import drive, start
from maestro_cli.workflows.gather import GATHER
from maestro_cli.workflows.step import Facts, Step, StepContext, Workflow

ITEMS = "# ours\n- {id: US-1, title: One, status: in_progress}   # kept\n- {id: US-2, title: Two}\n"
MANDATES = {"scrum_master": Mandate(Authority.EXECUTE, (NAME,)), "planner": Mandate(Authority.SUGGEST, ())}
PARAMS = {"as_of": "2026-11-18", "seed": 0, "language": "en", "dry_run": False, "wishes": []}


def _act(context: StepContext) -> Facts:
    project = context.project
    wanted = [
        propose_status(
            project.root,
            project.settings,
            project.backlog().get(item_id) or pytest.fail(item_id),
            Status(status),
            agent=agent,
            rationale=f"{item_id} is finished",
        )
        for item_id, status, agent in context.params["wishes"]
    ]
    return act(context, wanted, MANDATES)


def _last(context: StepContext) -> Facts:
    return context.result("act")


WORKFLOW = Workflow(
    "change",
    (
        GATHER,
        Step("act", "orchestrator", "Act", _act, after=("gather",)),
        Step("last", "reporter", "Say what was done", _last, after=("act",)),
    ),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "backlog").mkdir()
    (tmp_path / "maestro.yaml").write_text("project: {name: P}\n")
    (tmp_path / "backlog" / "items.yaml").write_text(ITEMS)
    return tmp_path


@pytest.fixture
def store(root: Path) -> Iterator[Store]:
    with open_workspace(Call(project=root)).store() as opened:
        yield opened


def workspace(root: Path) -> Workspace:
    return open_workspace(Call(project=root))


def asked(root: Path, store: Store, *wishes: tuple[str, str, str], **more: object) -> tuple[Run, Approval]:
    """Start a run that wants these changes, and return it with the first question that it asks."""
    run = start(workspace(root), store, WORKFLOW, {**PARAMS, "wishes": wishes, **more})
    with pytest.raises(WaitingError):
        drive(workspace(root), store, WORKFLOW, run, lambda _: None)
    found = store.runs.get(run.id)
    assert found is not None
    assert found.status is RunStatus.WAITING
    return found, store.approvals.pending(run.id)[0]


def go_on(root: Path, store: Store, run: Run) -> Facts:
    return drive(workspace(root), store, WORKFLOW, run, lambda _: None)


DONE = ("US-1", "done", "scrum_master")


def text(root: Path) -> str:
    return (root / "backlog" / "items.yaml").read_text()


# @req MR-10.3
# @req MR-14.9
def test_nothing_is_done_before_it_is_approved_and_then_once(root: Path, store: Store) -> None:
    run, approval = asked(root, store, DONE)
    assert text(root) == ITEMS
    assert approval.action.preview.splitlines()[-2:] == [
        "-- {id: US-1, title: One, status: in_progress}   # kept",
        "+- {id: US-1, title: One, status: done}   # kept",
    ]
    with pytest.raises(WaitingError):  # going on without a word changes nothing
        go_on(root, store, run)
    assert text(root) == ITEMS
    store.approvals.decide(approval.id, ApprovalStatus.APPROVED, "kim")
    result = go_on(root, store, run)
    assert text(root) == ITEMS.replace("in_progress", "done")
    assert [row["why"] for row in result["taken"]] == ["approved by kim"]
    assert go_on(root, store, run) == result
    (decision,) = store.decisions.list()
    assert (decision.approved_by, decision.authority) == ("kim", Authority.EXECUTE)
    now = store.runs.get(run.id)
    assert now is not None
    assert now.status is RunStatus.COMPLETED
    fresh = workspace(root)
    report = check(
        TraceContext(fresh.backlog(), fresh.settings, fresh.as_of, decisions=store.decisions.list()), ["T5"]
    )
    assert report.summary.total_violations == 0


def test_a_question_is_announced(root: Path, store: Store) -> None:
    run = start(workspace(root), store, WORKFLOW, {**PARAMS, "wishes": [DONE]})
    events: list[Event] = []
    with pytest.raises(WaitingError):
        drive(workspace(root), store, WORKFLOW, run, events.append)
    names = [event.event for event in events]
    assert EventName.APPROVAL_REQUESTED in names
    assert EventName.STEP_FAILED not in names
    assert EventName.RUN_FAILED not in names


def test_a_rejected_action_is_left_out(root: Path, store: Store) -> None:
    run, approval = asked(root, store, DONE, ("US-2", "review", "scrum_master"))
    _, other = store.approvals.pending(run.id)
    store.approvals.decide(approval.id, ApprovalStatus.REJECTED, "kim", "not yet")
    store.approvals.decide(other.id, ApprovalStatus.APPROVED, "lee")
    result = go_on(root, store, run)
    assert [row["why"] for row in result["skipped"]] == ["rejected by kim: not yet"]
    assert [row["summary"] for row in result["taken"]] == ["US-2: ready → review"]
    assert "status: in_progress" in text(root)


def test_a_rejection_can_end_the_run(root: Path, store: Store) -> None:
    run, approval = asked(root, store, DONE)
    store.approvals.decide(approval.id, ApprovalStatus.REJECTED, "kim", abort=True)
    with pytest.raises(RunCancelledError):
        go_on(root, store, run)
    assert text(root) == ITEMS


def test_nobody_is_asked_twice_and_the_first_word_counts(root: Path, store: Store) -> None:
    _, approval = asked(root, store, DONE)
    store.approvals.decide(approval.id, ApprovalStatus.REJECTED, "kim")
    with pytest.raises(UsageError, match="rejected by kim already"):
        store.approvals.decide(approval.id, ApprovalStatus.APPROVED, "lee")
    assert len(store.approvals.list()) == 1


def test_a_question_that_nobody_answers_expires(
    root: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, approval = asked(root, store, DONE)
    later = clock.in_days(8)
    monkeypatch.setattr("maestro_cli.store.approvals.now", lambda: later)
    monkeypatch.setattr("maestro_cli.workflows.act.now", lambda: later)
    assert store.approvals.pending() == []
    with pytest.raises(UsageError, match="expired"):
        store.approvals.decide(approval.id, ApprovalStatus.APPROVED, "kim")
    assert [row["why"] for row in go_on(root, store, run)["skipped"]] == ["expired"]
    assert text(root) == ITEMS


# @req MR-10.3
def test_an_agent_without_the_authority_is_refused_and_nobody_is_asked(root: Path, store: Store) -> None:
    run = start(workspace(root), store, WORKFLOW, {**PARAMS, "wishes": [("US-1", "done", "planner")]})
    result = go_on(root, store, run)
    assert [row["why"] for row in result["refused"]] == [f"planner does not have the skill {NAME}"]
    assert store.approvals.list() == ()
    assert text(root) == ITEMS


def test_a_trusted_policy_allows_what_it_names(
    root: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = (
        f"  - {{allow: {NAME}, arguments: {{id: ['US-*'], status: [done]}}, until: 2026-12-31, reason: ok}}\n"
    )
    (root / "maestro.yaml").write_text(f"project: {{name: P}}\ngateway:\n  policies:\n{policy}")
    run, _ = asked(root, store, DONE)  # not trusted yet
    assert run.status is RunStatus.WAITING
    monkeypatch.setenv("MAESTRO_TRUST", "1")
    run = start(workspace(root), store, WORKFLOW, {**PARAMS, "wishes": [DONE], "seed": 1})
    assert [row["why"] for row in go_on(root, store, run)["taken"]] == ["gateway.policies[0]: ok"]
    assert "status: done" in text(root)
    (decision,) = store.decisions.list()
    assert decision.approved_by == "gateway.policies[0]"


# @req MR-10.3
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_process_that_dies_while_it_acts_has_acted_once(
    root: Path, store: Store, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    run, approval = asked(root, store, DONE)
    store.approvals.decide(approval.id, ApprovalStatus.APPROVED, "kim")
    skill = ACTIONS[NAME]

    def dying(*arguments: object) -> None:
        if moment == "after":
            skill.do(*arguments)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        changed = type(skill)(skill.former, dying, skill.undo)
        patched.setattr("maestro_cli.workflows.act.ACTIONS", {NAME: changed})
        with pytest.raises(KeyboardInterrupt):
            go_on(root, store, run)
    go_on(root, store, run)
    assert text(root) == ITEMS.replace("in_progress", "done")
    assert len(store.decisions.list()) == 1
    found = store.approvals.get(approval.id)
    assert found is not None
    assert found.status is ApprovalStatus.DONE


def test_an_action_is_taken_back_unless_somebody_changed_it_since(root: Path, store: Store) -> None:
    run, approval = asked(root, store, DONE)
    store.approvals.decide(approval.id, ApprovalStatus.APPROVED, "kim")
    go_on(root, store, run)
    (root / "backlog" / "items.yaml").write_text(ITEMS.replace("in_progress", "review"))
    place, arguments = workspace(root), approval.action.arguments
    with pytest.raises(UsageError, match="somebody changed it since"):
        ACTIONS[NAME].undo(place.root, place.settings, place.backlog(), arguments, approval.former)
    (root / "backlog" / "items.yaml").write_text(ITEMS.replace("in_progress", "done"))
    place = workspace(root)
    ACTIONS[NAME].undo(place.root, place.settings, place.backlog(), arguments, approval.former)
    assert text(root) == ITEMS
