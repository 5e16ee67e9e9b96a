"""What maestro.yaml may only do after the user has looked at it: start programs, name servers, pre-approve.

A cloned repository must not make Maestro run a program or send a key to a server of its choice. Such
settings take effect only after `maestro trust`, which is remembered in the user's state per project and
content: another value needs trust again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from maestro_cli.errors import SettingsError
from maestro_cli.files import write_atomically
from maestro_cli.settings.user_files import trust_folder

GUARDED = ("gateway.servers", "gateway.policies", "llm.base_url", "trace.plugins")
"""Keys that are guarded as a whole."""
GUARDED_OF_SOURCES = frozenset(
    {
        "api_url",
        "args",
        "base_url",
        "command",
        "env",
        "executable",
        "headers",
        "host",
        "proxy",
        "server",
        "url",
    }
)
"""Keys of a source that name a server or a program."""
VARIABLE = "MAESTRO_TRUST"
_FIX = "Make it writable, or set MAESTRO_TRUST=1 where the project is known to be safe."


@dataclass(frozen=True, slots=True)
class Trusted:
    """A project that the user trusts: its folder, and the fingerprint of what was trusted."""

    project: str
    fingerprint: str


def guarded(values: Mapping[str, object]) -> dict[str, object]:
    """Return what needs trust among the values of maestro.yaml, by dotted key."""
    found = {key: values[key] for key in GUARDED if values.get(key)}
    for index, name, value in _of_sources(values):
        found[f"sources[{index}].{name}"] = value
    return found


def without_guarded(values: Mapping[str, object]) -> dict[str, object]:
    """Return `values` without what needs trust."""
    kept = {key: value for key, value in values.items() if key not in GUARDED}
    sources = values.get("sources")
    if isinstance(sources, list):
        kept["sources"] = [
            {name: value for name, value in source.items() if name not in GUARDED_OF_SOURCES}
            for source in sources
        ]
    return kept


def fingerprint(found: Mapping[str, object]) -> str:
    """Return the SHA-256 of exactly the settings that need trust."""
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_trusted(root: Path, found: Mapping[str, object], environ: Mapping[str, str]) -> bool:
    """Tell whether the user trusts these settings of this project; MAESTRO_TRUST=1 trusts all (for CI)."""
    if not found or environ.get(VARIABLE) == "1":
        return True
    return bool(trust_folder()) and _read(_file_of(root)) == Trusted(str(root.resolve()), fingerprint(found))


def remember(root: Path, found: Mapping[str, object]) -> Trusted:
    """Remember that the user trusts these settings of this project.

    Raises SettingsError when the user's state cannot be written.
    """
    trusted = Trusted(str(root.resolve()), fingerprint(found))
    path = _file_of(root)
    data = json.dumps({"project": trusted.project, "fingerprint": trusted.fingerprint}, indent=2)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, data.encode() + b"\n")
        path.chmod(0o600)
    except OSError as error:
        raise _unwritable(path, error) from None
    return trusted


def is_remembered(root: Path) -> bool:
    """Tell whether the user has trusted this project, whatever its settings were then."""
    return _read(_file_of(root)) is not None


def forget(root: Path) -> bool:
    """Withdraw the trust of a project; tells whether there was any."""
    path = _file_of(root)
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from None
    return True


def trusted_projects() -> tuple[Trusted, ...]:
    """Return the projects that the user trusts, by folder."""
    folder = trust_folder()
    found = [_read(path) for path in folder.glob("*.json")] if folder else []
    return tuple(sorted((each for each in found if each), key=lambda each: each.project))


def _of_sources(values: Mapping[str, object]) -> Iterator[tuple[int, str, object]]:
    sources = values.get("sources")
    for index, source in enumerate(sources if isinstance(sources, list) else []):
        for name in sorted(GUARDED_OF_SOURCES & source.keys()):
            yield index, name, source[name]


def _file_of(root: Path) -> Path:
    """One file a project: two users of the folder at once cannot lose each other's entry."""
    folder = trust_folder()
    if folder is None:
        raise SettingsError("there is no home folder to remember trust in", code="E-TRUST", fix=_FIX)
    return folder / f"{hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]}.json"


def _read(path: Path) -> Trusted | None:
    """Return what is remembered; a damaged file means no trust."""
    try:
        entry = json.loads(path.read_bytes())
        return Trusted(entry["project"], entry["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _unwritable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(
        f"{path} cannot be written: {error.strerror}",
        code="E-TRUST",
        fix=_FIX,
    )
