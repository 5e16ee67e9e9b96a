"""The baseline: findings that a project has accepted, so that its gate fails on new ones only.

A file of it holds one finding a line, sorted, without message and place: it changes where a fault came or
went, and not because a file was edited above it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from maestro_cli.errors import UsageError
from maestro_cli.model.findings import KnownFinding, TraceReport, Violation
from maestro_cli.traceability.check import summarise
from maestro_cli.traceability.t2_commits import OF_HISTORY

VERSION = 1
KIND = "trace-baseline"

_FIX = "Write it anew with `maestro trace check --write-baseline FILE`."


def accepted(report: TraceReport, kept: Iterable[KnownFinding] = ()) -> tuple[KnownFinding, ...]:
    """Return the findings of `report` that are not waived, and those `kept` of another baseline, sorted."""
    live = Counter(_key(one) for result in report.results for one in result.violations if not one.waived)
    found = {key: KnownFinding(*key, count) for key, count in live.items()}
    for known in kept:
        found.setdefault((known.code, known.entity_id, known.fingerprint), known)
    return tuple(found[key] for key in sorted(found))


def pruned(known: Iterable[KnownFinding], gone: Iterable[KnownFinding]) -> tuple[KnownFinding, ...]:
    """Return the findings of a baseline without those that are `gone`, sorted; nothing new is accepted."""
    left = _counted(known)
    left.subtract(_counted(gone))
    return tuple(KnownFinding(*key, count) for key, count in sorted(left.items()) if count > 0)


def write(known: Iterable[KnownFinding]) -> bytes:
    """Return a baseline as JSON; `read(write(known))` is `known`, sorted."""
    ordered = sorted(known, key=lambda one: (one.code, one.entity_id, one.fingerprint))
    lines = [
        json.dumps(
            {"code": one.code, "entity_id": one.entity_id, "fingerprint": one.fingerprint, "count": one.count}
        )
        for one in ordered
    ]
    entries = ",\n".join(f"    {line}" for line in lines)
    listed = f"[\n{entries}\n  ]" if entries else "[]"
    return f'{{\n  "schemaVersion": {VERSION},\n  "kind": "{KIND}",\n  "findings": {listed}\n}}\n'.encode()


def read(data: bytes, path: str) -> tuple[KnownFinding, ...]:
    """Return the findings of a baseline, in its order.

    Raises UsageError `E-BASELINE` for anything that `write` would not have written.
    """
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        why = f": {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        raise UsageError(
            f"{path} is no baseline: it is not JSON{why}", code="E-BASELINE", path=path, line=line, fix=_FIX
        ) from error
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise UsageError(
            f'{path} is no baseline: it does not say "kind": "{KIND}"', code="E-BASELINE", path=path, fix=_FIX
        )
    version = document.get("schemaVersion")
    if version != VERSION:
        raise UsageError(
            f"{path} is a baseline of version {version!r}; this version of Maestro reads {VERSION}",
            code="E-BASELINE",
            path=path,
            fix="Use the version of Maestro that wrote it, or write it anew.",
        )
    entries = document.get("findings")
    if not isinstance(entries, list):
        raise UsageError(
            f"{path} is no baseline: it has no list of findings", code="E-BASELINE", path=path, fix=_FIX
        )
    return tuple(_entry(entry, number, path) for number, entry in enumerate(entries, 1))


def mark(
    report: TraceReport,
    known: Collection[KnownFinding],
    name: str,
    rules: Collection[str] = (),
    *,
    whole_history: bool = False,
) -> TraceReport:
    """Return `report` with the findings of the baseline `name` marked, and those that are gone listed.

    A fault that the baseline holds n times excuses n findings; waived ones need no excuse, and are not
    gone. `rules` are those that were asked, all for none: of others, of sources that cannot be read, and
    of commits where not the `whole_history` was read, nothing is known to be gone.
    """
    left = _counted(known)
    results = []
    for result in report.results:
        marked = tuple(_marked(violation, left) for violation in result.violations)
        results.append(replace(result, violations=marked))
    left.subtract(_key(one) for result in results for one in result.violations if one.waived)
    gone = [KnownFinding(*key, count) for key, count in sorted(left.items()) if count > 0]
    unknown = set(unjudged(gone, report, rules, whole_history=whole_history))
    fixed = tuple(one for one in gone if one not in unknown)
    return replace(
        report,
        summary=summarise(results, sum(one.count for one in fixed)),
        results=tuple(results),
        baseline=name,
        fixed=fixed,
    )


def unjudged(
    known: Iterable[KnownFinding],
    report: TraceReport,
    rules: Collection[str],
    *,
    whole_history: bool = False,
) -> list[KnownFinding]:
    """Return the entries that this check says nothing about, as it asked other rules or read in part."""
    partly = frozenset() if whole_history else OF_HISTORY
    return [one for one in known if report.unreadable or one.code in partly or not _asked(one.code, rules)]


def _counted(known: Iterable[KnownFinding]) -> Counter[tuple[str, str, str]]:
    left: Counter[tuple[str, str, str]] = Counter()
    for one in known:
        left[one.code, one.entity_id, one.fingerprint] += one.count
    return left


def _key(violation: Violation) -> tuple[str, str, str]:
    return violation.code, violation.entity_id, violation.fingerprint


def _marked(violation: Violation, left: Counter[tuple[str, str, str]]) -> Violation:
    key = _key(violation)
    if violation.waived or left[key] <= 0:
        return violation
    left[key] -= 1
    return replace(violation, baselined=True)


def _asked(code: str, rules: Collection[str]) -> bool:
    return not rules or any(code == rule or code.startswith(f"{rule}-") for rule in rules)


def _entry(entry: object, number: int, path: str) -> KnownFinding:
    if isinstance(entry, dict):
        code, entity_id, fingerprint = (entry.get(name) for name in ("code", "entity_id", "fingerprint"))
        count = entry.get("count", 1)
        texts = isinstance(code, str) and isinstance(entity_id, str) and isinstance(fingerprint, str)
        if texts and type(count) is int and count > 0:
            return KnownFinding(str(code), str(entity_id), str(fingerprint), count)
    raise UsageError(
        f"{path}: finding {number} of the baseline has no code, entity_id, fingerprint or count",
        code="E-BASELINE",
        path=path,
        fix=_FIX,
    )
