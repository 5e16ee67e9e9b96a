"""What a stream can show."""

from __future__ import annotations

import io
import os
import pty
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from maestro_cli.ui.terminal import FILE_WIDTH, terminal_for

XTERM = {"TERM": "xterm-256color"}


@pytest.fixture
def tty() -> Iterator[TextIO]:
    leader, follower = pty.openpty()
    with os.fdopen(follower, "w", encoding="utf-8") as stream:
        yield stream
    os.close(leader)


def test_a_terminal_has_colour_and_redraws(tty: TextIO) -> None:
    terminal = terminal_for(tty, XTERM)
    assert terminal.color
    assert terminal.redraws
    assert terminal.interactive
    assert terminal.unicode


@pytest.mark.parametrize(
    ("environ", "color", "redraws", "interactive"),
    [
        ({"NO_COLOR": "1"}, False, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, True, True),
        ({"NO_COLOR": ""}, True, True, True),
        ({"TERM": "dumb"}, False, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, False, False),
        ({"CI": "true"}, True, True, False),
        ({"CI": "false"}, True, True, True),
        ({"TTY_COMPATIBLE": "0"}, False, False, False),
        ({"TTY_COMPATIBLE": "1", "TTY_INTERACTIVE": "0"}, True, True, False),
    ],
)
def test_the_environment_decides_on_a_terminal(
    tty: TextIO, environ: dict[str, str], color: bool, redraws: bool, interactive: bool
) -> None:
    terminal = terminal_for(tty, XTERM | environ)
    assert (terminal.color, terminal.redraws, terminal.interactive) == (color, redraws, interactive)


@pytest.mark.parametrize("environ", [{}, {"FORCE_COLOR": "1"}, {"FORCE_COLOR": "3", "TERM": "xterm"}])
def test_off_a_terminal_nothing_forces_colour(environ: dict[str, str], tmp_path: Path) -> None:
    for stream in (io.StringIO(), (tmp_path / "f").open("w")):
        with stream:
            terminal = terminal_for(stream, environ)
            assert not terminal.color
            assert not terminal.redraws


def test_a_pipe_may_be_declared_a_terminal_but_a_file_never(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    environ = {"TTY_COMPATIBLE": "1"}
    with os.fdopen(reader), os.fdopen(writer, "w") as pipe, (tmp_path / "f").open("w") as file:
        assert terminal_for(pipe, environ).color
        assert not terminal_for(pipe, environ).interactive
        assert not terminal_for(file, environ).color


@pytest.mark.parametrize(
    ("columns", "width"), [("120", 120), ("5", 20), ("0", FILE_WIDTH), ("wide", FILE_WIDTH), ("", FILE_WIDTH)]
)
def test_columns_gives_the_width(columns: str, width: int) -> None:
    assert terminal_for(io.StringIO(), {"COLUMNS": columns}).width == width


def test_an_encoding_without_boxes_means_ascii() -> None:
    assert not terminal_for(io.TextIOWrapper(io.BytesIO(), encoding="ascii"), {}).unicode
    assert not terminal_for(io.TextIOWrapper(io.BytesIO(), encoding="latin-1"), {}).unicode
    assert terminal_for(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), {}).unicode


def test_no_stream_and_a_closed_one_show_nothing() -> None:
    closed = io.StringIO()
    closed.close()
    for stream in (None, closed):
        assert not terminal_for(stream, XTERM).color
