"""Files that cannot be read, or not wholly: each is told with its path, and none of it looks like a gap."""

from __future__ import annotations

import posixpath

from benchmarks.faults import Found
from benchmarks.sample import Sample

DAMAGE: dict[str, tuple[str, str]] = {
    "P-YAML": ("yaml.yaml", "- {id: TASK-90001, kind: task, title: Never closed, satisfies: [REQ-1]\n"),
    "P-CSV": ("csv.csv", 'id,kind,title,satisfies\nTASK-90002,task,"Never closed,REQ-1\n'),
    "P-DUPLICATE-ID": ("z-twice.yaml", "- {id: EP-1, kind: epic, title: Twice, satisfies: [REQ-1]}\n"),
    "P-MISSING-FIELD": ("field.yaml", "- {kind: task, title: No id, satisfies: [REQ-1]}\n"),
    "P-BAD-VALUE": (
        "value.yaml",
        "- {id: TASK-90003, kind: task, title: A, satisfies: [REQ-1], points: x}\n",
    ),
    "P-UNKNOWN-FIELD": (
        "colour.yaml",
        "- {id: TASK-90004, kind: task, title: A, satisfies: [REQ-1], colour: red}\n",
    ),
    "P-ENCODING": ("latin.yaml", "- {id: TASK-90005, kind: task, title: \u00dcbersicht}\n"),
    "P-JUNIT": ("../reports/broken.xml", "<testsuites><testsuite>\n"),
}
"""The file of each code, from the folder of items; all of them are written in Latin-1."""

HARMLESS = frozenset({"P-UNKNOWN-FIELD"})
"""Warnings, which lose nothing."""


def damage(made: Sample, code: str) -> Found:
    """Put the file of `code` into the project; the problem is told of its path."""
    name, text = DAMAGE[code]
    path = posixpath.normpath(f"backlog/{name}")
    made.broken[path] = text.encode("latin-1")
    return [(code, path)]
