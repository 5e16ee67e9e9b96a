"""Suspect links: what they lead to changed after somebody reviewed them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maestro_cli.model.backlog import Backlog
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.model.items import Item, Place, Reference, Status, content_hash
from maestro_cli.model.verification import Verification
from maestro_cli.traceability.interface import Code, Finding

SUSPECT = Code(
    "T1-SUSPECT",
    FindingSeverity.WARNING,
    "The requirement changed after the link to it, or the test of it, was reviewed.",
)


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A link of an item or test to an item that exists. `reviewed` is None where nobody stamped it.

    `now` is the content hash of the target as it is.
    """

    holder: str
    target: Item
    reviewed: str | None
    now: str
    place: Place
    kind: str
    """Kind of the item that holds the link, or `test`."""

    @property
    def is_suspect(self) -> bool:
        """Whether the target is not what was reviewed."""
        return self.reviewed is not None and self.reviewed != self.now


def review_links(
    backlog: Backlog, tests: Sequence[Verification] = (), *, stamped: bool = False
) -> Iterator[ReviewLink]:
    """Yield every link `satisfies` of items that are not cancelled, and every tag of a test.

    Only those with a hash where `stamped`. A target that is named twice counts with the first hash. One that
    does not exist is dangling, and no matter of review.
    """
    hashes: dict[str, str] = {}
    for holder, kind, place, links in _holders(backlog, tests):
        for target_id, reviewed in _once(links).items():
            target = None if stamped and reviewed is None else backlog.get(target_id)
            if target is not None:
                now = hashes.get(target_id) or hashes.setdefault(target_id, content_hash(target))
                yield ReviewLink(holder, target, reviewed, now, place, kind)


def check_links(backlog: Backlog, tests: Sequence[Verification]) -> tuple[set[str], list[Finding]]:
    """Return the ids of what reviewed links lead to, and a finding for each link that is suspect."""
    links = list(review_links(backlog, tests, stamped=True))
    findings = {(link.holder, link.target.id): _suspect(link) for link in links if link.is_suspect}
    return {link.target.id for link in links}, list(findings.values())


def _holders(
    items: Iterable[Item], tests: Iterable[Verification]
) -> Iterator[tuple[str, str, Place, tuple[Reference, ...]]]:
    for item in items:
        if item.satisfies and item.status is not Status.CANCELLED:
            yield item.id, item.kind.value, item.place, item.satisfies
    for test in tests:
        yield test.id, "test", test.place, test.verifies


def _once(links: Sequence[Reference]) -> dict[str, str | None]:
    """Return the reviewed hash by id; of an id that is there twice the first hash."""
    found: dict[str, str | None] = {}
    for link in links:
        found[link.id] = found.get(link.id) or link.digest
    return found


def _suspect(link: ReviewLink) -> Finding:
    target = link.target.id
    holds = "verifies" if link.kind == "test" else "satisfies"
    return Finding(
        code=SUSPECT.id,
        entity=link.kind,
        entity_id=link.holder,
        message=f"{target} changed after {link.holder} was reviewed against it"
        f" (reviewed at {link.reviewed}, now {link.now})",
        action=f"Read {target} again; if {link.holder} still {holds} it, write `{target}@{link.now}`.",
        about=(link.holder, holds, target),
        failing=(target,),
        path=link.place.path,
        line=link.place.line,
    )
