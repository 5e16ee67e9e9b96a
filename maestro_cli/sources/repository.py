"""The git repository around a project: where it stands."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from maestro_cli.model.history import Repository
from maestro_cli.sources.git_process import GitMissingError, ask, reason


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
    note = f"git cannot read this repository: {reason(error)}. Run git status here to see more."
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
