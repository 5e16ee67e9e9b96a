"""The comparison with other tools: what is not there is said, what differs fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import foreign
from benchmarks.foreign import Counts, here, main


def test_sets_that_are_not_there_are_lines_that_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main([str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()[2:]
    assert len(lines) == 9
    assert all("skipped: " in line for line in lines)


def test_a_difference_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "sets", lambda _: [("x", "y", lambda: Counts(1, 2), lambda: Counts(1, 3))])
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines()[2] == "| x | y | 1 | 1 | 2 | 3 | **no** |"


def test_duplicates_count(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("req~a~1\nCovers:\n* feat~b~1\nreq~a~1\n")
    assert here(tmp_path, "openfasttrace") == Counts(2, 1)
