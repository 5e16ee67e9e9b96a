"""What a reader of another tool's files is handed, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from maestro_cli.errors import InputError
from maestro_cli.sources.problems import Problems
from maestro_cli.sources.reading import decode


@dataclass(frozen=True, slots=True)
class Options:
    """What the settings say about a source: what its words are with us.

    `kinds` and `statuses` name ours by the tool's, `links` the field of ours (satisfies, depends_on or
    parent; empty for none) by the tool's kind of link. `root` is the folder, relative to the project,
    from which the files name places.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    root: str = ""


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file as it is read: `path` is relative to the project."""

    path: str
    data: bytes

    def text(self, problems: Problems) -> str | None:
        """Return the text; None with a problem where it is none."""
        try:
            return decode(self.data, self.path).text
        except InputError as error:
            problems.found.extend(error.diagnostics)
            return None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an item by the id of the tool.

    `reviewed` is the revision or stamp of the target that the link was made for, where the tool keeps
    one: it is current when it equals the `revision` of the target.
    """

    target: str
    reviewed: str | None = None


@dataclass(slots=True)
class Draft:
    """An item as the tool has it. `type` is the tool's word for its kind, `id` our form of `theirs`.

    `file` is the file in which it was read, `place` the one to show where that is another.
    """

    theirs: str
    id: str
    type: str
    file: str
    line: int
    title: str = ""
    text: str = ""
    status: str | None = None
    default_kind: str = "requirement"
    default_status: str | None = None
    satisfies: list[Link] = field(default_factory=list)
    satisfied_by: list[Link] = field(default_factory=list)
    parent: str | None = None
    depends_on: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    waive: list[dict[str, str]] = field(default_factory=list)
    fields: dict[str, object] = field(default_factory=dict)
    revision: str | None = None
    place: tuple[str, int] | None = None


@dataclass(slots=True)
class Batch:
    """All files of a source on their way to items; `problems` has an entry for each of them."""

    files: Sequence[RawFile]
    options: Options
    problems: dict[str, Problems]
    drafts: list[Draft] = field(default_factory=list)


Reader = Callable[[Batch], None]
"""Adds the items of all files to `batch.drafts`, and what is wrong to `batch.problems`; never raises."""
