"""How many tokens commands send to Claude, beside sending the backlog whole, and what a session reads again.

Whole processes talk to a Messages API on loopback that counts and caches as the real one does.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import generate
from benchmarks.measure import maestro
from tests.llm.fake_api import FakeApi, Json, serving, tokens, usages
from tests.llm.speaker import speaking

DAY = "2026-11-18"
MOST_SENT, LEAST_READ = 0.5, 0.8
ITEMS = 1_000

UNSURE, UNSURE_KO = "something with the sprint", "스프린트 좀"
"""Requests that Claude routes."""
ROUTED = (
    ("progress",),
    ("risks",),
    ("report",),
    ("blockers", "sprint_scope"),
    ("risks", "report"),
    ("report", "risks", "documents", "sprint_scope", "progress"),
)
"""What Claude may find in it, the longest answers among them."""
COMMANDS = (
    ("plan",),
    ("report", "weekly"),
    ("report", "monthly"),
    ("ask", "who is blocked?"),
    ("ask", "다음 스프린트 범위 추천해줘"),
    ("ask", "who is blocked and what should we drop?"),
    ("ask", "write the weekly report, then list the risks and who is blocked"),
    ("ask", "what are the risks and how is our velocity?", "--session", "first"),
)
SESSIONS = (
    ("who is blocked?", "how is velocity?"),
    ("다음 스프린트 범위 추천해줘", "이번 스프린트 진행 상황 알려줘"),
    ("who is blocked?", "what are the risks and how is our velocity?"),
    ("what are the risks?", "who is blocked?", "how is velocity?", "what should be started next?"),
    ("who is blocked?", "who is blocked and what should we drop?"),
    ("who is blocked?", UNSURE),
)
"""Questions one after the other; what the last one reads from the cache is measured."""

SIZE_HEAD = (
    "Command",
    "Words",
    "Routed by Claude to",
    "Project",
    "Calls",
    "Input tokens",
    "Backlog whole",
    "Share",
    "At most half",
)
SESSION_HEAD = (
    "Session",
    "Last question",
    "Project",
    "Model",
    "Input tokens",
    "Read from the cache",
    "Share",
    "At least 80%",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """The prompts of one command, summed up: how many, their tokens, and those read from the cache."""

    calls: int
    tokens: int
    read: int
    models: tuple[str, ...]

    @property
    def share_read(self) -> float:
        """Which part was read from the cache, 0 to 1."""
        return self.read / self.tokens if self.tokens else 0.0


class CountingApi:
    """The fake API with the usage that it told, call by call."""

    def __init__(self, api: FakeApi) -> None:
        """Listen to what `api` tells."""
        self.api = api
        self._told = usages(api)

    def run(self, root: Path, *words: str) -> Sent:
        """Run a command in the project at `root` and return what it sent."""
        self._told.clear()
        before = len(self.api.calls)
        environment = {
            **os.environ,
            "ANTHROPIC_API_KEY": "none",
            "ANTHROPIC_BASE_URL": self.api.url,
            "CI": "1",
        }
        command = maestro(*words, "--llm", "claude", "--as-of", DAY, "--quiet", "--output", "out.txt")
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
        asked = self.api.calls[before:]
        return Sent(
            len(self._told),
            sum(_prompt(usage) for usage in self._told),
            sum(usage["cache_read_input_tokens"] for usage in self._told),
            tuple(call.body["model"] for call in asked),
        )


@contextmanager
def counting_api(*wanted: str) -> Iterator[CountingApi]:
    """Serve a model that speaks as it was told, and that finds `wanted` in what it routes."""
    serve = serving(FakeApi(usual=speaking(*wanted)))
    try:
        yield CountingApi(next(serve))
    finally:
        next(serve, None)


def backlog_tokens(root: Path) -> int:
    """Return what the files of the backlog come to, by the same count, without a word beside them."""
    files = sorted(path for path in (root / "backlog").rglob("*") if path.is_file())
    return tokens({"type": "text", "text": "".join(path.read_text(encoding="utf-8") for path in files)})


def token_figures() -> str:
    """Measure everything and return two tables."""
    with tempfile.TemporaryDirectory() as folder:
        places = dict(_projects(Path(folder)))
        tables = (_table(SIZE_HEAD, 4, _sizes(places)), _table(SESSION_HEAD, 4, _sessions(places)))
        return "\n".join(tables)


def _table(head: Sequence[str], words: int, rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table whose first `words` columns, and the last, are not numbers."""
    rule = ["---"] * words + ["---:"] * (len(head) - words - 1) + ["---"]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, rule, *rows))


def _projects(folder: Path) -> Iterator[tuple[str, Path]]:
    shop, large = folder / "shop", folder / "large"
    subprocess.run(
        maestro("init", "--example", "shop", str(shop), "--quiet"), check=True, capture_output=True
    )
    generate.write_yaml(large, ITEMS)
    yield "example", shop
    yield f"{ITEMS:,} items", large


def _sizes(places: dict[str, Path]) -> Iterator[Sequence[str]]:
    for project, root in places.items():
        whole = backlog_tokens(root)
        routed = [(("ask", UNSURE), each) for each in ROUTED] + [(("ask", UNSURE_KO), ROUTED[0])]
        for words, wanted in [(words, ()) for words in COMMANDS] + routed:
            with counting_api(*wanted) as api:
                sent = api.run(root, *words)
            share = sent.tokens / whole
            yield (
                f"`{words[0]}`",
                " ".join(words[1:]),
                ", ".join(wanted),
                project,
                str(sent.calls),
                f"{sent.tokens:,}",
                f"{whole:,}",
                f"{share:.1%}",
                _verdict(holds=share <= MOST_SENT),
            )


def _sessions(places: dict[str, Path]) -> Iterator[Sequence[str]]:
    for project, root in places.items():
        for number, questions in enumerate(SESSIONS):
            with counting_api("progress") as api:
                sent = [api.run(root, "ask", each, "--session", f"s{number}") for each in questions][-1]
            yield (
                "; ".join(questions[:-1]),
                questions[-1],
                project,
                ", ".join(sent.models),
                f"{sent.tokens:,}",
                f"{sent.read:,}",
                f"{sent.share_read:.1%}",
                _verdict(holds=sent.share_read >= LEAST_READ),
            )


def _prompt(usage: Json) -> int:
    names = ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")
    return sum(int(usage[name]) for name in names)


def _verdict(*, holds: bool) -> str:
    return "holds" if holds else "**missed**"
