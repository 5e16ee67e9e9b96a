"""Damaged settings: always a usage error with a line, never a traceback, never overwritten (L9, S11)."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.errors import ExitCode, SettingsError
from maestro_cli.settings.loading import load_settings
from maestro_cli.settings.settings_file import LIMIT

WHOLE = """\
project: {id: shop, name: "모퉁이 상점", language: ko}
sources:
  - type: csv
    path: items.csv
    columns: {id: Key}
team:
  - name: Ann
    days_off: [2026-12-24, {start: 2026-12-28, end: 2026-12-31}]
sprint:
  length_days: 14
  starts: '2026-01-05'
trace:
  severity: {T1: "off"}
""".encode()


def load(root: Path, data: bytes) -> SettingsError | None:
    """Load `data`; whatever comes of it, the file is as before and an error names a line that is there."""
    path = root / "maestro.yaml"
    path.write_bytes(data)
    error = None
    try:
        load_settings(root, environ={})
    except SettingsError as caught:
        error = caught
    assert path.read_bytes() == data
    lines = range(1, data.count(b"\n") + data.count(b"\r") + 2)
    assert error is None or error.exit_code is ExitCode.USAGE
    assert error is None or all(d.path == "maestro.yaml" and d.line in lines for d in error.diagnostics)
    return error


def test_a_file_cut_at_any_byte(tmp_path: Path) -> None:
    assert load(tmp_path, WHOLE) is None
    outcomes = {load(tmp_path, WHOLE[:end]) is None for end in range(len(WHOLE))}
    assert outcomes == {True, False}


def test_a_file_with_any_byte_changed(tmp_path: Path) -> None:
    for position in range(len(WHOLE)):
        for byte in (b"\0", b"\xff", b"\t", b"{", b"\n"):
            load(tmp_path, WHOLE[:position] + byte + WHOLE[position + 1 :])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"])
def test_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    assert load(tmp_path, "project: {name: Café}\n".encode(encoding)) is not None


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf" + WHOLE, WHOLE.replace(b"\n", b"\r\n")]
)
def test_an_empty_file_a_mark_and_other_line_ends_are_fine(tmp_path: Path, data: bytes) -> None:
    assert load(tmp_path, data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"[" * LIMIT,
        b"- " * (LIMIT // 2),
        b"{a: " * 10_000,
        b"? " * 10_000,
        b"a: &a [*a]",
        b"a0: &a0 [x]\n"
        + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b"*a%d, " % (n - 1) * 9) for n in range(1, 12)),
        b"".join(b"%%TAG !e%d! tag:e\n" % n for n in range(50_000)) + b"--- 1\n",
        b"[" + b"a: 1," * 200_000 + b"]",
        b"x" * (LIMIT + 1),
        b"a: !!python/object/apply:os.system ['touch marker']",
        b"\x00" * 1000,
    ],
    ids=lambda data: repr(data[:20]),
)
def test_a_bomb_is_refused(tmp_path: Path, data: bytes) -> None:
    assert load(tmp_path, data) is not None
    assert [path.name for path in tmp_path.iterdir()] == ["maestro.yaml"]
