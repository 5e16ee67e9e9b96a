"""The project as it was at a revision of its git repository.

Blobs are read as they were committed: no filter, hook or driver of the repository is asked, and nothing
of the work tree is touched.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from maestro_cli.errors import InputError, UsageError
from maestro_cli.files import inside
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.verification import Verdict, Verification
from maestro_cli.sources.git_process import Finished, GitMissingError, ask, running
from maestro_cli.sources.loading import load_backlog
from maestro_cli.sources.selection import DEFAULT_PATH, named_sources

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PATTERN = re.compile(r"[*?\[]")
_REGULAR = ("100644", "100755", "100664")


class _Blob(NamedTuple):
    sha: str
    path: str


def find_commit(root: Path, revision: str) -> str:
    """Return the full hash of the commit that `revision` names: a branch, tag, hash or `HEAD~3`.

    Raises UsageError `E-REVISION` when there is none, `E-GIT` without git or a repository.
    """
    if revision.startswith("-") or not revision.isprintable() or not revision.strip():
        raise _unknown(revision)
    asked = _ask(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if asked.code and _ask(root, "rev-parse", "--git-dir").code:
        raise _no_git(f"there is no git repository around {root} that git reads")
    sha = asked.out.strip()
    if asked.code or not _SHA.fullmatch(sha):
        raise _unknown(revision)
    return sha


def branch_point(root: Path, commit: str) -> str | None:
    """Return the newest commit that both HEAD and `commit` come from, where HEAD left the branch of `commit`.

    That is `commit` itself where it is an ancestor; None where none is known, as in a shallow clone.
    Raises UsageError `E-GIT` when git cannot be asked.
    """
    asked = _ask(root, "merge-base", "--end-of-options", "HEAD", commit)
    sha = asked.out.strip()
    return sha if not asked.code and _SHA.fullmatch(sha) else None


def commits_after(root: Path, commit: str) -> frozenset[str]:
    """Return the hashes of the commits that HEAD reaches and `commit` does not."""
    asked = _ask(root, "rev-list", "--end-of-options", "HEAD", f"^{commit}", "--")
    return frozenset(asked.out.split())


def changed_files(root: Path, commit: str, paths: Collection[str]) -> frozenset[str]:
    """Return those of `paths` (relative to `root`) that are not, byte for byte, what `commit` holds.

    A file that git would convert on its way in, as between line endings, counts as changed.
    """
    listed = _ask(root, "ls-tree", "-r", "-z", "--end-of-options", commit)
    if listed.code:
        raise _unread(commit, listed.err)
    held = {}
    for entry in listed.out.split("\0"):
        about, _, path = entry.partition("\t")
        if path in paths:
            held[path] = about.split()[-1]
    return frozenset(path for path in paths if not _holds(root, path, held.get(path)))


def _holds(root: Path, path: str, sha: str | None) -> bool:
    if sha is None:
        return False
    try:
        data = inside(root, path).read_bytes()
    except (OSError, UsageError):
        return False
    kind = "sha1" if len(sha) == 40 else "sha256"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest() == sha


def backlog_at(root: Path, settings: Settings, commit: str) -> Backlog:
    """Return the backlog as it was committed in `commit`, read by these settings.

    Raises InputError `P-GIT` when git cannot read the commit, as in a partial clone.
    """
    with checked_out(root, settings, commit) as folder:
        return load_backlog(folder, settings)


def tagged_at(root: Path, settings: Settings, commit: str) -> tuple[Verification, ...]:
    """Return the tests that verify items by a tag in `commit`, as if all had passed: results are of today.

    Raises InputError `P-GIT` as `backlog_at` does.
    """
    tags = settings.trace.tests.tags
    if not tags:
        return ()
    from maestro_cli.sources.verifications import MOST_CODE, read_tagged

    with laid_out(root, commit, tags, MOST_CODE) as folder:
        return tuple(replace(test, result=Verdict.PASSED) for test in read_tagged(folder, tags))


@contextmanager
def checked_out(root: Path, settings: Settings, commit: str) -> Iterator[Path]:
    """Lay the files of the sources out as they are in `commit`, in a folder that is gone afterwards."""
    from maestro_cli.sources.foreign.selection import paths_of

    sources = [source for _, source in named_sources(settings)]
    limit = max((int(source.max_file_mib * 2**20) for source in sources), default=0)
    paths = [path for source in sources for path in paths_of(source) or (DEFAULT_PATH,)]
    with laid_out(root, commit, paths, limit) as folder:
        yield folder


@contextmanager
def laid_out(root: Path, commit: str, paths: Collection[str], limit: int) -> Iterator[Path]:
    """Lay the files at and below `paths`, of at most `limit` bytes, out as they are in `commit`."""
    with tempfile.TemporaryDirectory(prefix="maestro-") as name:
        folder = Path(name)
        blobs = _blobs(root, commit, paths, limit)
        for blob, data in zip(blobs, _contents(root, blobs), strict=True):
            # What cannot be written here is not known at that revision: its findings count as new.
            with contextlib.suppress(OSError, UsageError):
                target = inside(folder, blob.path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        yield folder


def _blobs(root: Path, commit: str, paths: Collection[str], limit: int) -> list[_Blob]:
    """Return the regular files at and below `paths`, patterns too, without those that are too large."""
    starts = tuple({_start(path) for path in paths})
    listed = _ask(root, "ls-tree", "-r", "-l", "-z", "--end-of-options", commit)
    if listed.code:
        raise _unread(commit, listed.err)
    blobs = []
    for entry in listed.out.split("\0"):
        about, _, path = entry.partition("\t")
        if about.startswith(_REGULAR) and f"{path}/".startswith(starts):
            _mode, _type, sha, size = about.split()
            if not size.isdigit():
                raise _unread(path, "it is missing here")
            if int(size) <= limit:
                blobs.append(_Blob(sha, path))
    return blobs


def _start(path: str) -> str:
    """Return the folder or file that a source begins at; of a pattern the part before it."""
    found = _PATTERN.search(path)
    fixed = path[: found.start()].rpartition("/")[0] if found else path
    parts = [part for part in fixed.split("/") if part not in ("", ".")]
    return "".join(f"{part}/" for part in parts)


def _contents(root: Path, blobs: list[_Blob]) -> Iterator[bytes]:
    """Yield what the blobs hold, from one process that reads their names from a file."""
    with tempfile.TemporaryFile() as names:
        names.write("".join(f"{blob.sha}\n" for blob in blobs).encode())
        names.seek(0)
        with running(root, "cat-file", "--batch", stdin=names) as git:
            for blob in blobs:
                head = git.stdout.readline().split()
                if len(head) != 3:
                    raise _unread(blob.path, "it is missing here")
                yield git.stdout.read(int(head[2]))
                git.stdout.read(1)


def _ask(root: Path, *arguments: str) -> Finished:
    try:
        return ask(root, *arguments)
    except GitMissingError:
        raise _no_git("git was not found on the PATH") from None
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise _no_git(f"git could not be asked about {root}: {error}") from error


def _unknown(revision: str) -> UsageError:
    return UsageError(
        f"{revision!r} is no commit of this repository",
        code="E-REVISION",
        fix="Name a branch, tag or commit, such as origin/main. In CI fetch the history: fetch-depth: 0.",
    )


def _no_git(why: str) -> UsageError:
    return UsageError(
        f"what changed cannot be told: {why}",
        code="E-GIT",
        fix="Run it in a git repository with git installed; a check without --changed-since needs none.",
    )


def _unread(what: str, why: str) -> InputError:
    return InputError(
        f"git could not read {what}: {why}",
        code="P-GIT",
        fix="Fetch the whole history: git fetch --unshallow, or git fetch --refetch --no-filter.",
    )
