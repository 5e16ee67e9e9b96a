"""The git repository around a project: where it stands, and its commits as a stream."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import IO

from maestro_cli.errors import InputError
from maestro_cli.model.history import Commit, Repository
from maestro_cli.sources.git_mentions import Mentions
from maestro_cli.sources.git_process import GitMissingError, ask, running

_CHUNK = 1 << 18
_FIELDS = ("%H", "%P", "%ct", "%aN", "%aE", "%s", "%b")
_FORMAT = "--format=tformat:%x00" + "%x00".join(_FIELDS) + "%x00"
"""NUL is the one character that neither a message nor a path can hold; the counts follow the last one."""

_LOG = (
    "log",
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--submodule=short",
    "-O/dev/null",
    "--use-mailmap",
    "--encoding=UTF-8",
    _FORMAT,
)
_COUNTS = re.compile(r"(\d+) files? changed(?:, (\d+) insertions?\(\+\))?(?:, (\d+) deletions?\(-\))?")
_BOT = re.compile(
    r"\[bot\](?:@|$)|[-_ ]bot(?:@|$)"
    r"|^(?:dependabot|renovate|github-actions|greenkeeper|snyk|pre-commit-ci)\b",
    re.IGNORECASE,
)


def open_repository(root: Path) -> Repository:
    """Say what git knows of the repository around `root`.

    Never raises: without git, without a repository, or with one that git refuses, `present` is
    False and `note` says why and what to do.
    """
    try:
        return _look(root)
    except GitMissingError:
        note = "git was not found on the PATH. Install git to get figures from commits."
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        note = f"git could not be asked about {root}: {error}"
    return Repository(present=False, note=note)


def folder_in_repository(root: Path) -> str:
    """Return where `root` stands below the top of its repository: `docs/`, or empty at the top.

    Empty too where there is no repository, or git does not say. Never raises.
    """
    try:
        asked = ask(root, "rev-parse", "--show-prefix")
    except (GitMissingError, OSError, ValueError, subprocess.TimeoutExpired):
        return ""
    return "" if asked.code else asked.out.removesuffix("\n")


def read_commits(
    root: Path,
    *,
    since: date | None = None,
    until: date | None = None,
    item_ids: Collection[str] = (),
    numstat: bool = True,
) -> Iterator[Commit]:
    """Yield the commits that HEAD reaches, newest first, as git finds them.

    `since` and `until` are days in UTC, both inclusive, by committer date, which is also what
    `Commit.when` holds. With `numstat` files and lines are counted, a rename as one file; merges and
    binary files have no lines, nor has the oldest commit of a shallow clone. Nothing is yielded
    where there is no repository or no commit yet.

    Raises InputError when the history cannot be read to its end.
    """
    repository = open_repository(root)
    if repository.head is None:
        return
    # The oldest commit of a shallow clone has lost its parents: all its files would count as new.
    roots = f"log.showRoot={'false' if repository.shallow else 'true'}"
    counts = ("--shortstat", "-M") if numstat and not repository.partial else ()
    arguments = ("-c", roots, *_LOG, *counts, *_period(since, until), "--end-of-options", "HEAD", "--")
    mentions = Mentions(item_ids)
    with running(root, *arguments) as git:
        for record in _records(git.stdout):
            yield _commit(record, mentions)
        code, error = git.finish()
    if code:
        raise InputError(
            f"git could not read the history to its end: {_reason(error)}",
            code="P-GIT",
            fix="Run git fsck to see what is missing, then fetch it again.",
        )


def _look(root: Path) -> Repository:
    asked = ask(
        root, "rev-parse", "--is-bare-repository", "--is-shallow-repository", "--git-path", "objects/pack"
    )
    if asked.code:
        return _refused(root, asked.err)
    bare, shallow, packs = asked.out.split("\n", 2)
    head = ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").out.strip() or None
    if head is None and ask(root, "rev-parse", "--verify", "--quiet", "HEAD").code == 0:
        note = "The last commit is missing from this repository. Run git fsck."
        return Repository(present=False, note=note, refused=True)
    branch = ask(root, "symbolic-ref", "--quiet", "HEAD").out.strip().removeprefix("refs/heads/") or None
    partial = any((root / packs.rstrip("\n")).glob("*.promisor"))
    notes = {
        "The repository has no commit yet.": head is None,
        "HEAD is detached: no branch is checked out.": head is not None and branch is None,
        "The clone is shallow, older commits are missing: run git fetch --unshallow.": shallow == "true",
        "The clone is partial, changed lines are not counted: run git fetch --refetch --no-filter.": partial,
    }
    return Repository(
        present=True,
        head=head,
        branch=branch,
        shallow=shallow == "true",
        bare=bare == "true",
        partial=partial,
        note=" ".join(note for note, applies in notes.items() if applies),
    )


def _refused(root: Path, error: str) -> Repository:
    if "not a git repository" in error and not any((p / ".git").exists() for p in (root, *root.parents)):
        note = "There is no git repository here. Run git init, or use --project, to get figures from commits."
        return Repository(present=False, note=note)
    note = f"git cannot read this repository: {_reason(error)}. Run git status here to see more."
    if "dubious ownership" in error:
        folder = shlex.quote(_owned(error) or str(root))
        note = (
            "git refuses this repository because another user owns it. If you trust it, run: "
            f"git config --global --add safe.directory {folder}"
        )
    return Repository(present=False, note=note, refused=True)


def _owned(error: str) -> str | None:
    found = re.search(r"repository at '(.+)'", error)
    return found and found.group(1)


def _reason(error: str) -> str:
    lines = [line for line in error.splitlines() if line.startswith(("fatal:", "error:"))]
    return lines[-1].partition(":")[2].strip() if lines else error or "it says nothing"


def _period(since: date | None, until: date | None) -> tuple[str, ...]:
    """Write the days as seconds, which git cannot misread; before 1970 it knows nothing."""
    first = () if since is None else (f"--max-age={max(0, _midnight(since))}",)
    last = () if until is None else (f"--min-age={max(0, _midnight(until) + 86_399)}",)
    return first + last


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())


def _records(stream: IO[bytes]) -> Iterator[list[str]]:
    """Split what git writes into records: the fields of the format, and the counts after them."""
    size = len(_FIELDS) + 1
    fields: list[str] = []
    waiting = bytearray()
    stream.read(1)  # the NUL before the first record
    while chunk := stream.read(_CHUNK):
        waiting += chunk
        cut = chunk.rfind(0)
        if cut < 0:
            continue
        cut += len(waiting) - len(chunk)
        fields += waiting[:cut].decode("utf-8", "replace").split("\0")
        del waiting[: cut + 1]
        whole = len(fields) - len(fields) % size
        for start in range(0, whole, size):
            yield fields[start : start + size]
        del fields[:whole]
    if len(fields) == size - 1:
        yield [*fields, waiting.decode("utf-8", "replace")]


def _commit(record: list[str], mentions: Mentions) -> Commit:
    sha, parents, seconds, author, email, subject, body, counts = record
    counted = _COUNTS.search(counts)
    files, insertions, deletions = counted.groups(default="0") if counted else ("0", "0", "0")
    return Commit(
        sha=sha,
        author=author,
        email=email,
        when=_when(seconds),
        subject=subject,
        item_ids=mentions.find(f"{subject}\n{body}"),
        is_merge=" " in parents,
        is_bot=_is_bot(author, email),
        files=int(files),
        insertions=int(insertions),
        deletions=int(deletions),
    )


def _when(seconds: str) -> datetime:
    """Return the time; a commit whose clock makes no sense counts as the beginning of time."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


@lru_cache(maxsize=4096)
def _is_bot(author: str, email: str) -> bool:
    return bool(_BOT.search(author) or _BOT.search(email))
