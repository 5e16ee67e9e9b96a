"""The JSON envelope: one shape for every answer and every failure, equal bytes for equal data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from maestro_cli.errors import Diagnostic, MaestroError
from maestro_cli.model.answer import Answer, AnswerStatus
from maestro_cli.model.plain import to_plain
from maestro_cli.model.runs import RunInfo

SCHEMA_VERSION = 1

_UNSEEN = re.compile(
    r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def envelope(answer: Answer) -> bytes:
    """Return the answer as the JSON that programs read: UTF-8, two spaces, a newline at the end.

    Whole floats become ints. Text is kept as it is; characters that steer a terminal or show nothing
    are written as JSON escapes, which every JSON reader turns back.
    """
    return _document(answer.kind, answer.status, answer.run, answer.data, answer.diagnostics)


def error_envelope(kind: str, error: MaestroError, run: RunInfo | None = None) -> bytes:
    """Return a failure as an envelope: status `error`, empty data, all diagnostics of `error`."""
    return _document(kind, AnswerStatus.ERROR, run, {}, error.diagnostics)


def json_document(value: object) -> bytes:
    """Return any plain data as JSON, written like the envelope."""
    text = json.dumps(to_plain(value), ensure_ascii=False, indent=2, allow_nan=False)
    return f"{_UNSEEN.sub(_escaped, text)}\n".encode()


def _document(
    kind: str,
    status: AnswerStatus,
    run: RunInfo | None,
    data: Mapping[str, object],
    diagnostics: Iterable[Diagnostic],
) -> bytes:
    return json_document(
        {
            "schemaVersion": SCHEMA_VERSION,
            "kind": kind,
            "status": status,
            "run": None if run is None else asdict(run),
            "data": data,
            "diagnostics": list(diagnostics),
        }
    )


def _escaped(match: re.Match[str]) -> str:
    """Write one character as JSON does, beyond the first plane as a surrogate pair."""
    return json.dumps(match[0])[1:-1]
