"""The audit chain checked from its first decision to its last, and to the head that is kept beside it."""

from __future__ import annotations

from collections.abc import Iterable

from maestro_cli.model.decisions import AuditReport, Break, Decision, Head, broken_link


def verify(decisions: Iterable[Decision], head: Head, witness: str | None = None) -> AuditReport:
    """Check every link, in the order of the record.

    An edit breaks the hash of its decision; one that was taken out, put in or moved breaks the link
    behind it; a tail that was cut off is told by `head`. Who can change the chain can change its head
    too: `witness` is a hash that was noted outside the store and has to be in the chain still.
    """
    breaks: list[Break] = []
    previous, count, is_witnessed = "", 0, witness is None
    for decision in decisions:
        count += 1
        problem = broken_link(decision, previous)
        if problem:
            breaks.append(Break(count, decision.id, decision.run_id, problem))
        previous = decision.hash
        is_witnessed = is_witnessed or decision.hash == witness
    if (count, previous) != (head.entries, head.hash):
        breaks.append(Break(count + 1, None, None, _of_head(count, previous, head)))
    if not is_witnessed:
        breaks.append(Break(count + 1, None, None, f"No decision has the hash {witness} that was noted"))
    return AuditReport(not breaks, count, previous, breaks[0] if breaks else None, tuple(breaks))


def _of_head(count: int, last: str, head: Head) -> str:
    if count < head.entries:
        return f"{head.entries - count} decisions are missing at the end: {head.entries} were recorded"
    if count > head.entries:
        return f"{count - head.entries} decisions were put in: {head.entries} were recorded"
    return f"The last decision is not the one that was recorded: its hash is {last}, not {head.hash}"
