"""No command needs a network or a key (L18)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.commands import COMMANDS, Command
from tests.cli.runner import as_of, maestro
from tests.projects import shop_copy

FORBIDDEN = """\
import socket, sys

def refuse(*arguments, **keywords):
    sys.stderr.write("NETWORK\\n")
    raise AssertionError("no network here")

for name in ("getaddrinfo", "gethostbyname", "create_connection", "getfqdn"):
    setattr(socket, name, refuse)
for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, refuse)
"""


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = shop_copy(tmp_path_factory.mktemp("offline") / "shop")
    (root / "more.csv").write_text("id,title\nNEW-1,x\n")
    maestro(*as_of("plan"), cwd=root)
    maestro("backup", "kept.zip", cwd=root)
    return root


# @req MR-9.3
@pytest.mark.parametrize("command", COMMANDS, ids=str)
def test_sockets_are_never_touched(used: Path, tmp_path: Path, command: Command) -> None:
    root = shutil.copytree(used, tmp_path / "shop")
    env = {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    done = maestro(*as_of(*command.arguments), cwd=root, setup=FORBIDDEN, env=env)
    assert b"NETWORK" not in done.err


def test_the_guard_would_notice(tmp_path: Path) -> None:
    setup = FORBIDDEN + "\nimport urllib.request; urllib.request.urlopen('http://127.0.0.1:9')"
    with pytest.raises(AssertionError, match="NETWORK"):
        maestro("--version", cwd=tmp_path, setup=setup)
