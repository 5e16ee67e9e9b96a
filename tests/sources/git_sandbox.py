"""Real git repositories for tests, untouched by the user's own git settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

ANN = ("Ann", "ann@example.com")
NOON = 1_767_355_200
"""2 January 2026, 12:00 UTC."""
DAY = 86_400


def environment(*, who: tuple[str, str] = ANN, when: int = NOON) -> dict[str, str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    return clean | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": who[0],
        "GIT_AUTHOR_EMAIL": who[1],
        "GIT_COMMITTER_NAME": who[0],
        "GIT_COMMITTER_EMAIL": who[1],
        "GIT_AUTHOR_DATE": f"{when} +0000",
        "GIT_COMMITTER_DATE": f"{when} +0000",
    }


def git(root: Path, *arguments: str, who: tuple[str, str] = ANN, when: int = NOON, stdin: bytes = b"") -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=root,
        env=environment(who=who, when=when),
        input=stdin,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace").strip()


def make(root: Path, *arguments: str) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main", *arguments)
    return root


def commit(
    root: Path,
    message: str,
    files: Mapping[str, str | bytes] | None = None,
    *,
    who: tuple[str, str] = ANN,
    when: int = NOON,
) -> str:
    """Write `files` (name: content) and commit them; return the sha."""
    for name, content in (files or {}).items():
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "-m", message, who=who, when=when)
    return git(root, "rev-parse", "HEAD")


def import_messages(root: Path, messages: Iterable[bytes]) -> None:
    """Make one commit per message, each with a file of one more line, in one fast-import."""
    script = bytearray()
    for number, message in enumerate(messages):
        script += b"commit refs/heads/main\ncommitter Ann <ann@example.com> %d +0000\n" % (NOON + number)
        script += b"data %d\n" % len(message) + message + b"\n"
        lines = b"line\n" * (number + 1)
        script += b"M 100644 inline file.txt\ndata %d\n" % len(lines) + lines + b"\n"
    git(root, "fast-import", "--quiet", stdin=bytes(script))
