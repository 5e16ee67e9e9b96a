"""One set of linked requirements in the formats of four tools, with faults that all of them could know.

A tenth are system requirements, four tenths software requirements that link up to them, half tests
that link up to those. Every fault stands at items of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Node:
    """A requirement or test: its level, its links upwards, and what it waits for on its own level."""

    id: str
    level: str
    up: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)


Nodes = dict[str, Node]
LEVELS = ("SYS", "SRS", "TST")


def nodes(count: int) -> Nodes:
    """Return `count` linked nodes without a fault."""
    systems, softwares = count // 10, count * 4 // 10
    made = [Node(f"SYS{n:05}", "SYS") for n in range(systems)]
    made += [Node(f"SRS{n:05}", "SRS", [f"SYS{n % systems:05}"]) for n in range(softwares)]
    tests = range(count - systems - softwares)
    made += [Node(f"TST{n:05}", "TST", [f"SRS{n % softwares:05}"]) for n in tests]
    return {node.id: node for node in made}


def _dangling(made: Nodes) -> list[set[str]]:
    for n in range(10, 20):
        made[f"SRS{n:05}"].up = [f"SYS{90_000 + n}"]
    return [{f"SRS{n:05}", f"SYS{90_000 + n}"} for n in range(10, 20)]


def _orphan(made: Nodes) -> list[set[str]]:
    for n in range(20, 30):
        made[f"SRS{n:05}"].up = []
    return [{f"SRS{n:05}"} for n in range(20, 30)]


def _uncovered(made: Nodes) -> list[set[str]]:
    targets = [f"SYS{n:05}" for n in range(30, 40)]
    for node in made.values():
        if node.up and node.up[0] in targets:
            node.up = ["SYS00000"]
    return [{target} for target in targets]


def _cycle(made: Nodes) -> list[set[str]]:
    pairs = [(f"SRS{n:05}", f"SRS{n + 1:05}") for n in range(50, 60, 2)]
    for one, other in pairs:
        made[one].beside, made[other].beside = [other], [one]
    return [set(pair) for pair in pairs]


FAULTS: Mapping[str, Callable[[Nodes], list[set[str]]]] = {
    "dangling": _dangling,
    "orphan": _orphan,
    "uncovered": _uncovered,
    "cycle": _cycle,
}
"""Plants ten faults of a kind (five circles); returns, for each, the ids that a tool may name for it."""


def write_maestro(made: Nodes, root: Path) -> None:
    """Write requirements, stories that satisfy them, and tasks below those."""
    kinds = {"SYS": "requirement", "SRS": "story", "TST": "task"}
    lines = []
    for node in made.values():
        item: dict[str, object] = {"id": node.id, "kind": kinds[node.level], "title": f"Item {node.id}"}
        if node.up:
            item |= {"parent": node.up[0]} if node.level == "TST" else {"satisfies": node.up}
        if node.beside:
            item["depends_on"] = node.beside
        lines.append(f"- {json.dumps(item)}\n")
    (root / "backlog").mkdir(parents=True)
    (root / "maestro.yaml").write_text("project: {language: en}\n", encoding="utf-8")
    for number in range(0, len(lines), 10_000):
        path = root / "backlog" / f"items-{number:06}.yaml"
        path.write_text("".join(lines[number : number + 10_000]), encoding="utf-8")


def write_doorstop(made: Nodes, root: Path) -> None:
    """Write a document for each level and a file for each item; the folder has to be a repository."""
    (root / ".git").mkdir(parents=True)
    for number, level in enumerate(LEVELS):
        parent = f"  parent: {LEVELS[number - 1]}\n" if number else ""
        folder = root / level.lower()
        folder.mkdir()
        (folder / ".doorstop.yml").write_text(
            f"settings:\n  digits: 5\n  itemformat: yaml\n{parent}  prefix: {level}\n  sep: ''\n",
            encoding="utf-8",
        )
    for number, node in enumerate(made.values()):
        links = "".join(f"- {target}: null\n" for target in (*node.up, *node.beside))
        (root / node.level.lower() / f"{node.id}.yml").write_text(
            f"active: true\nderived: false\nheader: ''\nlevel: 1.1.{number + 1}\n"
            f"links:{chr(10) + links if links else ' []' + chr(10)}normative: true\nref: ''\nreviewed: null\n"
            f"text: |\n  Item {node.id}\n",
            encoding="utf-8",
        )


def write_strictdoc(made: Nodes, root: Path) -> None:
    """Write a document for each level, links as relations to a parent."""
    root.mkdir(parents=True)
    for level in LEVELS:
        parts = [f"[DOCUMENT]\nTITLE: {level}\n"]
        for node in (one for one in made.values() if one.level == level):
            links = "".join(f"- TYPE: Parent\n  VALUE: {target}\n" for target in (*node.up, *node.beside))
            relations = f"RELATIONS:\n{links}" if links else ""
            text = f"TITLE: Item {node.id}\nSTATEMENT: Item {node.id}"
            parts.append(f"[REQUIREMENT]\nUID: {node.id}\n{text}\n{relations}")
        (root / f"{level.lower()}.sdoc").write_text("\n".join(parts), encoding="utf-8")


def write_lobster(made: Nodes, root: Path) -> None:
    """Write the common interchange format, a file for each level, and the tracing policy."""
    root.mkdir(parents=True)
    for level in LEVELS:
        kind = "act" if level == "TST" else "req"
        data = [_lobster(node, kind) for node in made.values() if node.level == level]
        document = {
            "data": data,
            "generator": "benchmark",
            "schema": f"lobster-{kind}-trace",
            "version": 3 if kind == "act" else 4,
        }
        (root / f"{level.lower()}.lobster").write_text(json.dumps(document), encoding="utf-8")
    (root / "lobster.conf").write_text(
        'requirements "SYS" { source: "sys.lobster"; }\n'
        'requirements "SRS" { source: "srs.lobster"; trace to: "SYS"; }\n'
        'activity "TST" { source: "tst.lobster"; trace to: "SRS"; }\n',
        encoding="utf-8",
    )


def _lobster(node: Node, kind: str) -> dict[str, object]:
    entry: dict[str, object] = {
        "tag": f"{kind} {node.id}",
        "location": {"kind": "file", "file": f"{node.id}.txt", "line": 1, "column": None},
        "name": node.id,
        "messages": [],
        "just_up": [],
        "just_down": [],
        "just_global": [],
        "refs": [f"req {target}" for target in (*node.up, *node.beside)],
        "framework": "benchmark",
        "kind": "test" if kind == "act" else "requirement",
        "status": None,
    }
    return entry if kind == "act" else {**entry, "text": f"Item {node.id}"}
