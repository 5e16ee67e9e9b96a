"""What git logs: commits as a stream, and the lines that some of them changed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import IO

from maestro_cli.errors import InputError
from maestro_cli.model.history import Commit, Lines, Repository
from maestro_cli.model.redact import redact
from maestro_cli.sources.git_mentions import Mentions
from maestro_cli.sources.git_process import reason, running

_CHUNK = 1 << 18
_FIELDS = ("%H", "%P", "%ct", "%aN", "%aE", "%s", "%b")
_FORMAT = f"--format=tformat:{'%x00'.join(_FIELDS)}"
"""NUL, which also ends a record, is the one character that no message can hold."""

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
)
_COUNTS = re.compile(r"\d+ files? changed(?:, (\d+) insertions?\(\+\))?(?:, (\d+) deletions?\(-\))?")
_BOT = re.compile(
    r"\[bot\](?:@|$)|[-_ ]bot(?:@|$)"
    r"|^(?:dependabot|renovate|github-actions|greenkeeper|snyk|pre-commit-ci)\b",
    re.IGNORECASE,
)


def read_commits(
    root: Path,
    repository: Repository,
    *,
    since: date | None = None,
    until: date | None = None,
    item_ids: Collection[str] = (),
) -> Iterator[Commit]:
    """Yield the commits that the head of `repository` reaches, newest first, as git finds them.

    `since` and `until` are days in UTC, both inclusive, by committer date, which is also what
    `Commit.when` holds. Nothing is yielded where there is no repository or no commit yet.

    Raises InputError when the history cannot be read to its end.
    """
    if repository.head is None:
        return
    words = ("--no-patch", "-z", "--use-mailmap", "--encoding=UTF-8", _FORMAT, *_period(since, until))
    mentions = Mentions(item_ids)
    with _reading(root, *_LOG, *words, "--end-of-options", repository.head, "--") as stream:
        for record in _records(stream):
            yield _commit(record, mentions)


def read_messages(root: Path, repository: Repository, most: int) -> Iterator[tuple[str, str, str]]:
    """Yield hash, subject and body of the newest commits but merges, at most `most`; raises InputError."""
    if repository.head is None:
        return
    fields = "--format=tformat:%H%x00%s%x00%b"
    words = ("--no-patch", "-z", "--no-merges", "--encoding=UTF-8", fields, f"--max-count={most}")
    with _reading(root, *_LOG, *words, "--end-of-options", repository.head, "--") as stream:
        yield from ((sha, redact(subject), redact(body)) for sha, subject, body in _records(stream, 3))


def last_changes(root: Path, repository: Repository, paths: Collection[str]) -> dict[str, date]:
    """Return for each of these paths the day (UTC) of the newest commit that changed it.

    A path that no commit has gives nothing, nor does a clone without all history. Raises InputError.
    """
    missing = set(paths)
    found: dict[str, date] = {}
    if repository.head is None or repository.shallow or repository.partial or not missing:
        return found
    with closing(_changes(root, repository.head, missing)) as changes:
        for path, day in changes:
            if path in missing:
                missing.remove(path)
                found[path] = day
                if not missing:
                    break
    return found


def _changes(root: Path, head: str, paths: Collection[str]) -> Generator[tuple[str, date], None, None]:
    """Yield what commits changed, newest first, in the top folders of `paths`."""
    tops = sorted({path.partition("/")[0] for path in paths})
    words = ("--no-renames", "-z", "--name-only", "--format=tformat:%x01%ct", "--relative")
    literally = ("--literal-pathspecs", *_LOG, *words, "--end-of-options", head, "--", *tops)
    day = date.min
    with _reading(root, *literally) as stream:
        for (text,) in _records(stream, 1):
            if text.startswith("\x01"):
                day = _when(text[1:]).date()
            elif text:
                yield text.removeprefix("\n"), day


def count_lines(root: Path, repository: Repository, shas: Iterable[str]) -> Iterator[tuple[str, Lines]]:
    """Yield each of the commits `shas` and the lines that it changed, those of a rename not among them.

    Merges and binary files have no lines, nor has the oldest commit of a shallow clone. Nothing is
    yielded for a partial clone: git would have to fetch what it compares.

    Raises InputError when git cannot compare one of them with its parent.
    """
    # The oldest commit of a shallow clone has lost its parents: all its files would count as new.
    roots = f"log.showRoot={'false' if repository.shallow else 'true'}"
    words = ("--no-walk=unsorted", "--stdin", "--shortstat", "-M", "--format=tformat:%H")
    with tempfile.TemporaryFile() as asked:
        asked.writelines(f"{sha}\n".encode() for sha in shas)
        if repository.partial or not asked.tell():  # asked for no commit, git would show the head
            return
        asked.seek(0)
        with _reading(root, "-c", roots, *_LOG, *words, stdin=asked) as stream:
            yield from _counts(stream)


@contextmanager
def _reading(root: Path, *arguments: str, stdin: IO[bytes] | None = None) -> Iterator[IO[bytes]]:
    """Give what git writes; raises InputError where it has been read and git ended with an error."""
    with running(root, *arguments, stdin=stdin) as git:
        yield git.stdout
        code, error = git.finish()
    if code:
        raise InputError(
            f"git could not read the history to its end: {reason(error)}",
            code="P-GIT",
            fix="Run git fsck to see what is missing, then fetch it again.",
        )


def _counts(stream: IO[bytes]) -> Iterator[tuple[str, Lines]]:
    """Read hashes, each followed by its counts where it changed anything."""
    sha, lines = "", Lines()
    for line in stream:
        text = line.decode("ascii").strip()
        if counted := _COUNTS.search(text):
            lines = Lines(*(int(number or 0) for number in counted.groups()))
        elif text:
            if sha:
                yield sha, lines
            sha, lines = text, Lines()
    if sha:
        yield sha, lines


def _period(since: date | None, until: date | None) -> tuple[str, ...]:
    """Write the days as seconds, which git cannot misread; before 1970 it knows nothing."""
    first = () if since is None else (f"--max-age={max(0, _midnight(since))}",)
    last = () if until is None else (f"--min-age={max(0, _midnight(until) + 86_399)}",)
    return first + last


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time.min, UTC).timestamp())


def _records(stream: IO[bytes], size: int = len(_FIELDS)) -> Iterator[tuple[str, ...]]:
    """Split what git writes into records of `size` fields."""
    fields: list[str] = []
    waiting = bytearray()
    while chunk := stream.read(_CHUNK):
        waiting += chunk
        cut = chunk.rfind(0)
        if cut < 0:
            continue
        cut += len(waiting) - len(chunk)
        fields += waiting[:cut].decode("utf-8", "replace").split("\0")
        del waiting[: cut + 1]
        whole = len(fields) - len(fields) % size
        yield from zip(*[iter(fields[:whole])] * size, strict=True)
        del fields[:whole]


def _commit(record: tuple[str, ...], mentions: Mentions) -> Commit:
    sha, parents, seconds, author, email, subject, body = record
    found = mentions.find(f"{subject}\n{body}")
    said, bot = redact(subject), _is_bot(author, email)
    return Commit(sha, author, email, _when(seconds), said, found, " " in parents, bot)


def _when(seconds: str) -> datetime:
    """Return the time; a commit whose clock makes no sense counts as the beginning of time."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


@lru_cache(maxsize=4096)
def _is_bot(author: str, email: str) -> bool:
    return bool(_BOT.search(author) or _BOT.search(email))
