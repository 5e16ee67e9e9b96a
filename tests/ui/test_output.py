"""Where the artefact goes."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from maestro_cli.errors import UsageError
from maestro_cli.ui.output import write_artefact


def test_a_file_is_written_as_utf8(tmp_path: Path) -> None:
    target = tmp_path / "plans" / "plan.md"
    write_artefact("계획 é\n", target)
    assert target.read_bytes() == "계획 é\n".encode()


@pytest.mark.parametrize("output", [None, "-"])
def test_standard_output(output: str | None, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    write_artefact(b'{"a": "\xc3\xa9"}\n', output)
    write_artefact("계획\n", output)
    assert capsysbinary.readouterr().out == '{"a": "é"}\n계획\n'.encode()


def test_an_encoding_that_cannot_carry_text(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", errors="strict"))
    write_artefact("plan 계획\n")
    assert raw.getvalue() == b"plan \\uacc4\\ud68d\n"


def test_a_folder_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot write to") as caught:
        write_artefact("x", tmp_path)
    assert caught.value.diagnostics[0].code == "E-OUTPUT"
    assert tmp_path.is_dir()


def test_a_path_through_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(UsageError, match="cannot write to"):
        write_artefact("x", tmp_path / "file" / "plan.md")
    assert (tmp_path / "file").read_text() == "kept"


def test_a_name_with_nul_cannot_be_written() -> None:
    with pytest.raises(UsageError, match="cannot write to"):
        write_artefact("x", "a\0b")


def test_a_device_is_written_to_and_stays(tmp_path: Path) -> None:
    write_artefact(b"x", "/dev/null")
    assert Path("/dev/null").is_char_device()
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    write_artefact(b"through", tmp_path / "pipe")
    assert os.read(reader, 100) == b"through"
    os.close(reader)


def test_a_full_device_is_told(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(UsageError, match="No space left"):
        write_artefact(b"x" * 10, "/dev/full")
    assert not list(tmp_path.iterdir())


def test_closed_standard_output_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(UsageError, match="standard output: it is closed"):
        write_artefact("x")
