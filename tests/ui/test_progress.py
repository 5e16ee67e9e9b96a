"""The three renderers of progress."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading

import pytest

from maestro_cli.model.events import Event, EventName, StepLine, StepStatus
from maestro_cli.ui.live_table import live_table
from maestro_cli.ui.progress import ProgressMode, progress_observer
from maestro_cli.ui.terminal import Terminal
from maestro_cli.ui.tracking import RunView, duration, seconds_between
from tests.ui.payloads import CONTROL_PAYLOADS, MARKUP_PAYLOADS, controls_in

RUN = "plan-20261121-ab12cd"
STEPS = (
    StepLine("gather", "scrum_master", "Read the backlog"),
    StepLine("optimise", "planner", "Choose the plan"),
    StepLine("write", "reporter", "Write it"),
)


def at(second: float, event: EventName, message: str = "", step: str | None = None, **more: object) -> Event:
    time = f"2026-11-21T09:00:{second:09.6f}+00:00"
    agent = next((line.agent for line in STEPS if line.step_id == step), None)
    return Event(time, RUN, event, step_id=step, agent=agent, message=message, **more)  # type: ignore[arg-type]


SCRIPT = (
    at(0, EventName.RUN_STARTED, "plan as of 2026-11-21"),
    at(0, EventName.TODO_UPDATED, steps=STEPS),
    at(0, EventName.STEP_STARTED, "Read the backlog", "gather"),
    at(1, EventName.STEP_PROGRESS, "20/46 items", "gather"),
    at(2.5, EventName.STEP_COMPLETED, "46 items", "gather", progress=0.3333),
    at(2.5, EventName.CHECKPOINT_SAVED, "checkpoint 1", progress=0.3333),
    at(3, EventName.STEP_STARTED, "Choose the plan", "optimise", progress=0.3333),
    at(3, EventName.DECISION, "exact search: 46 items are few", "optimise", progress=0.3333),
    at(5, EventName.STEP_COMPLETED, "value 412", "optimise", progress=0.6667, tokens=1200, usd=0.01),
    at(5, EventName.STEP_SKIPPED, "nothing to write", "write", progress=1.0),
    at(45, EventName.RUN_COMPLETED, RUN, progress=1.0),
)


def shown(mode: str, *, quiet: bool = False) -> str:
    stream = io.StringIO()
    with progress_observer(mode, quiet=quiet, stream=stream, environ={}) as observer:
        for event in SCRIPT:
            observer(event)
    return stream.getvalue()


def test_plain_lines_read_like_a_log() -> None:
    assert shown("plain") == (
        "[plan] run plan-20261121-ab12cd started: plan as of 2026-11-21\n"
        "[plan] 3 steps: Read the backlog, Choose the plan, Write it\n"
        "[plan] gather: started (scrum_master)\n"
        "[plan] gather: 20/46 items\n"
        "[plan] gather: done in 2.5 s, 1/3 - 46 items\n"
        "[plan] checkpoint saved: checkpoint 1\n"
        "[plan] optimise: started (planner)\n"
        "[plan] optimise: decision: exact search: 46 items are few\n"
        "[plan] optimise: done in 2.0 s, 1,200 tokens, $0.0100, 2/3 - value 412\n"
        "[plan] write: skipped, 3/3 - nothing to write\n"
        "[plan] run plan-20261121-ab12cd completed in 45 s, 1,200 tokens, $0.0100\n"
    )


# @req MR-8.3
def test_auto_and_live_are_plain_off_a_terminal() -> None:
    assert shown("auto") == shown("live") == shown("plain")


# @req MR-8.3
def test_json_lines_have_the_keys_of_the_contract() -> None:
    lines = [json.loads(line) for line in shown("jsonl").splitlines()]
    assert [line["event"] for line in lines] == [event.event for event in SCRIPT]
    keys = ["time", "run_id", "event", "step_id", "agent", "status", "progress", "message", "tokens", "usd"]
    assert all(list(line) == keys for line in lines)
    assert {line["status"] for line in lines} <= set(StepStatus)
    assert lines[1]["message"] == "gather: pending, optimise: pending, write: pending"
    assert lines[4] == {
        "time": "2026-11-21T09:00:02.500000+00:00",
        "run_id": RUN,
        "event": "step_completed",
        "step_id": "gather",
        "agent": "scrum_master",
        "status": "completed",
        "progress": 0.3333,
        "message": "46 items",
        "tokens": 0,
        "usd": 0,
    }


def test_none_and_quiet_show_nothing_but_json_lines_stay() -> None:
    assert shown("none") == shown("plain", quiet=True) == shown("auto", quiet=True) == ""
    assert shown("jsonl", quiet=True) == shown("jsonl")


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="loud"):
        progress_observer("loud")


@pytest.mark.parametrize("mode", ["plain", "jsonl"])
def test_a_line_is_out_before_the_observer_returns(mode: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8")
    with progress_observer(mode, stream=stream) as observer:
        observer(at(0, EventName.CHECKPOINT_SAVED, "checkpoint 1"))
        assert raw.getvalue().endswith(b"\n")


@pytest.mark.parametrize("mode", ProgressMode)
def test_a_closed_stream_never_ends_a_run(mode: ProgressMode) -> None:
    stream = io.StringIO()
    with progress_observer(mode, stream=stream) as observer:
        stream.close()
        for event in SCRIPT:
            observer(event)


@pytest.mark.parametrize("payload", [*CONTROL_PAYLOADS, *MARKUP_PAYLOADS])
@pytest.mark.parametrize("mode", ["plain", "jsonl"])
def test_hostile_text_stays_text(payload: str, mode: str) -> None:
    stream = io.StringIO()
    with progress_observer(mode, stream=stream) as observer:
        observer(at(0, EventName.TODO_UPDATED, steps=(StepLine("gather", payload, payload),)))
        for name in EventName:
            observer(at(0, name, payload, "gather"))
    assert controls_in(stream.getvalue()) == set()
    assert stream.getvalue().count("\n") == len(EventName) + 1


def test_lines_of_several_threads_do_not_mix() -> None:
    stream = io.StringIO()
    with progress_observer("jsonl", stream=stream) as observer:
        event = at(0, EventName.STEP_PROGRESS, "x" * 500, "gather")
        threads = [threading.Thread(target=lambda: [observer(event) for _ in range(50)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len({line for line in stream.getvalue().splitlines() if json.loads(line)}) == 1


def test_plain_and_json_lines_load_no_rich() -> None:
    code = "import sys, maestro_cli.ui.progress; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def drawn(
    events: tuple[Event, ...],
    width: int,
    height: int | None = None,
    *,
    unicode: bool = True,
    color: bool = False,
) -> str:
    view = RunView(clock=lambda: 100.0)
    for event in events:
        view.take(event)
    console = Terminal(width=width, color=color).console(io.StringIO())
    with console.capture() as capture:
        console.print(live_table(view, width, height, unicode=unicode))
    return capture.get()


def test_the_live_table_shows_every_column_at_80() -> None:
    assert [line.rstrip() for line in drawn(SCRIPT[:8], 80).splitlines()] == [
        "Step              Agent         Status     Progress       Elapsed  Tokens",
        "─" * 73,
        "Read the backlog  scrum_master  ✓ done     ████████ 100%    2.5 s       0",
        "Choose the plan   planner       ⠋ running  ░░█░░░░░         0.0 s       0",
        "Write it          reporter      · pending  ░░░░░░░░             -       0",
        "██████░░░░░░░░░░░░░░  33%  1/3 steps, 0.0 s, 0 tokens",
        "decision: exact search: 46 items are few",
    ]


def test_the_live_table_shows_progress_of_a_step_that_counts() -> None:
    assert "███░░░░░  43%" in drawn(SCRIPT[:4], 80)


def test_a_wide_terminal_adds_what_came_out() -> None:
    assert "46 items" in drawn(SCRIPT, 140)


@pytest.mark.parametrize("width", [20, 34, 50, 56, 70, 79, 110])
@pytest.mark.parametrize("unicode", [True, False])
def test_every_line_fits_a_narrow_terminal(width: int, unicode: bool) -> None:
    lines = drawn(SCRIPT[:8], width, unicode=unicode).splitlines()
    assert all(len(line.rstrip()) <= width for line in lines)
    assert any("running" in line for line in lines)
    assert unicode or "".join(lines).isascii()


def test_a_low_terminal_shows_the_rows_around_the_running_step() -> None:
    steps = tuple(StepLine(f"s{n}", "planner", f"Step {n}") for n in range(30))
    events = [at(0, EventName.TODO_UPDATED, steps=steps)]
    events += [at(0, EventName.STEP_COMPLETED, "", f"s{n}") for n in range(12)]
    events += [at(0, EventName.STEP_STARTED, "", "s12")]
    lines = drawn(tuple(events), 80, 14).splitlines()
    assert len(lines) <= 14
    assert lines[0] == "… 10 before"
    assert any("Step 12" in line and "running" in line for line in lines)
    assert lines[-2] == "… 13 to come"


@pytest.mark.parametrize("payload", [*CONTROL_PAYLOADS, *MARKUP_PAYLOADS])
def test_hostile_text_in_the_live_table(payload: str) -> None:
    events = (
        at(0, EventName.TODO_UPDATED, steps=(StepLine("gather", payload, payload),)),
        at(0, EventName.STEP_PROGRESS, payload, "gather"),
        at(0, EventName.DECISION, payload, "gather"),
    )
    shown = drawn(events, 200, color=True)
    assert "\x1b[" in shown
    assert controls_in(shown) == set()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "-"),
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (12.4, "12 s"),
        (59.4, "59 s"),
        (65, "1:05"),
        (3723, "1:02:03"),
    ],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert duration(seconds) == text


def test_a_clock_set_back_gives_no_negative_time() -> None:
    assert seconds_between("2026-11-21T09:00:00+00:00", "2026-11-21T08:00:00+00:00") == 0
    assert seconds_between("", "2026-11-21T08:00:00+00:00") is None
    assert seconds_between("2026-11-21T08:00:00", "2026-11-21T08:00:00+00:00") is None
