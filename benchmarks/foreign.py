"""What comes in from other tools, beside what those tools count themselves.

Run as `python -m benchmarks --foreign DIR`, or as `python -m benchmarks.foreign DIR`, which fails where a
count differs. DIR holds clones in folders of the projects' names: doorstop,
strictdoc, openfasttrace, lobster, sphinx-needs. The tools are looked for on the PATH, each in its own
environment where they do not go together; for OpenFastTrace OFT_CLASSPATH names its classes. A set
without its folder or tool is a line that says so. Items are all that was read, those that are told as
duplicates included; links are those to what is covered or needed first.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from maestro_cli.sources.foreign.interface import Batch, Options, RawFile
from maestro_cli.sources.foreign.registry import FORMATS, files_of, reader_of
from maestro_cli.sources.problems import Problems

COLUMNS = ("Set", "Tool", "Items: tool", "Items: here", "Links: tool", "Links: here", "Equal")
DOORSTOP = """\
import os
from doorstop.core.builder import build
tree = build(root=os.getcwd(), cwd=os.getcwd())
items = [item for document in tree.documents for item in document._iter()]
print(len(items), sum(len(item.links) for item in items))
"""
LOBSTER = """\
import sys
from lobster.common.errors import LOBSTER_Error, Message_Handler
from lobster.common.io import lobster_read
count = links = 0
for name in sys.argv[1:]:
    items = {}
    lobster_read(Message_Handler(), name, "x", items, None)
    count += len(items)
    links += sum(len(item.unresolved_references) for item in items.values())
print(count, links)
"""
SELF_TRACE = [
    "doc/spec",
    "importer/lightweightmarkup/src",
    "importer/markdown/src",
    "importer/restructuredtext/src",
    "importer/specobject/src",
    "importer/zip/src",
    "importer/tag/src",
    "core/src/main",
    "core/src/test/java",
    "reporter/plaintext/src",
    "reporter/html/src",
    "reporter/aspec/src",
    "product/src/test/java",
    "api/src",
    "exporter/specobject/src",
    "exporter/common/src",
    "testutil/src",
]
"""What OpenFastTrace's own build traces."""


class Counts(NamedTuple):
    """Items and links."""

    items: int
    links: int


class MissingError(Exception):
    """Why a set cannot be counted."""


def main(words: Sequence[str]) -> int:
    """Print the table; return 1 where a count differs."""
    text, equal = compared(Path(words[0]))
    sys.stdout.write(text)
    return 0 if equal else 1


def foreign(folder: Path) -> str:
    """Return the table of the clones in `folder`."""
    return compared(folder)[0]


def compared(folder: Path) -> tuple[str, bool]:
    """Return the table, and whether all counts are equal."""
    lines = [f"| {' | '.join(COLUMNS)} |", f"| {' | '.join(['---'] * 2 + ['---:'] * 4 + ['---'])} |"]
    equal = True
    for name, tool, there, here in sets(folder.resolve()):
        try:
            theirs = there()
            ours = here()
        except (MissingError, OSError, subprocess.SubprocessError, ValueError) as error:
            lines.append(f"| {name} | {tool} | | | | | skipped: {error} |")
            continue
        same = theirs == ours
        equal = equal and same
        figures = (theirs.items, ours.items, theirs.links, ours.links)
        cells = (name, tool, *map(str, figures), "yes" if same else "**no**")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n", equal


def sets(root: Path) -> Iterable[tuple[str, str, Callable[[], Counts], Callable[[], Counts]]]:
    """Yield each set: its name, the tool, and how either side counts it."""
    doorstop, strictdoc, oft, lobster, needs = (
        root / name for name in ("doorstop", "strictdoc", "openfasttrace", "lobster", "sphinx-needs")
    )
    yield (
        f"Doorstop's own{_revision(doorstop)}",
        f"Doorstop{_version('doorstop', 'doorstop')}",
        lambda: by_doorstop(doorstop),
        lambda: here(doorstop, "doorstop"),
    )
    yield (
        f"StrictDoc's docs (.sdoc){_revision(strictdoc)}",
        f"StrictDoc{_version('strictdoc', 'strictdoc')}",
        lambda: by_strictdoc(strictdoc),
        lambda: here(strictdoc, "strictdoc", ["docs"]),
    )
    yield (
        f"OpenFastTrace's doc{_revision(oft)}",
        "OpenFastTrace, compiled from it",
        lambda: by_oft(oft, ["doc"]),
        lambda: here(oft, "openfasttrace", ["doc"]),
    )
    yield (
        f"OpenFastTrace's self-trace{_revision(oft)}",
        "OpenFastTrace, compiled from it",
        lambda: by_oft(oft, SELF_TRACE),
        lambda: here(oft, "openfasttrace", SELF_TRACE),
    )
    files = _valid_lobster(lobster)
    yield (
        f"LOBSTER's test data, {len(files)} files{_revision(lobster)}",
        f"LOBSTER{_version('lobster-report', 'bmw-lobster')}",
        lambda: by_lobster(lobster, files),
        lambda: here(lobster, "lobster", files, one_by_one=True),
    )
    for folder in ("doc_needs_builder", "doc_need_parts", "multiple_link_backs", "doc_basic"):
        yield (
            f"sphinx-needs' {folder}{_revision(needs)}",
            f"sphinx-needs{_version('sphinx-build', 'sphinx-needs')}",
            *_of_needs(needs / "tests" / "doc_test" / folder),
        )


def here(root: Path, kind: str, paths: Sequence[str] = (".",), *, one_by_one: bool = False) -> Counts:
    """Count what Maestro reads; `one_by_one` where each file is a world of its own."""
    entry = FORMATS[kind]
    found = {file.path: file for path in paths for file in files_of(root, path, entry)[0]}
    raw = [RawFile(path, Path(file.real).read_bytes()) for path, file in sorted(found.items())]
    total = Counts(0, 0)
    for group in [[file] for file in raw] if one_by_one else [raw]:
        batch = Batch(group, Options(), {file.path: Problems(file.path) for file in group})
        reader_of(entry)(batch)
        links = sum(len(d.satisfies) + len(d.satisfied_by) + len(d.depends_on) for d in batch.drafts)
        total = Counts(total.items + len(batch.drafts), total.links + links)
    return total


def by_doorstop(root: Path) -> Counts:
    """Count with Doorstop's own tree of documents, which wants a working copy around it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(_there(root), copy, ignore=shutil.ignore_patterns(".git"))
        return _counts(_run([_python("doorstop"), "-c", DOORSTOP], copy))


def by_strictdoc(root: Path) -> Counts:
    """Count the nodes and relations in StrictDoc's JSON of those documents that are `.sdoc` files."""
    tool = _tool("strictdoc")
    titles = {
        re.search(r"^TITLE: (.*)$", path.read_text(), re.MULTILINE)[1]  # type: ignore[index]
        for path in _there(root / "docs").glob("*.sdoc")
    }
    with tempfile.TemporaryDirectory() as folder:
        _run([tool, "export", str(root), "--formats=json", "--output-dir", folder], root)
        data = json.loads((Path(folder) / "json" / "index.json").read_text())
    nodes = [node for each in data["DOCUMENTS"] if each["TITLE"] in titles for node in _below(each)]
    kept = [node for node in nodes if node["_NODE_TYPE"] not in ("SECTION", "TEXT")]
    relations = [link for node in kept for link in node.get("RELATIONS", ()) if link["TYPE"] != "File"]
    return Counts(len(kept), len(relations))


def by_oft(root: Path, paths: Sequence[str]) -> Counts:
    """Count what OpenFastTrace converts to SpecObject XML."""
    classes = os.environ.get("OFT_CLASSPATH")
    if not classes:
        raise MissingError("OFT_CLASSPATH is not set")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.xml"
        main_class = "org.itsallcode.openfasttrace.core.cli.CliStarter"
        _run([_tool("java"), "-cp", classes, main_class, "convert", "-f", str(out), *paths], _there(root))
        text = out.read_text()
    return Counts(text.count("<specobject>"), text.count("<provcov>") + text.count("<dependson>"))


def by_lobster(root: Path, files: Sequence[str]) -> Counts:
    """Count with LOBSTER's own reader."""
    return _counts(_run([_python("lobster-report"), "-c", LOBSTER, *files], _there(root)))


def _valid_lobster(root: Path) -> list[str]:
    """Return the files of LOBSTER's test data that hold items, without those that are made to be refused."""
    files = []
    for path in sorted(root.rglob("*.lobster")):
        try:
            data = json.loads(path.read_text())
            tags = [entry["tag"].partition("@")[0] for entry in data["data"] if entry["location"]["kind"]]
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        wanted = {"lobster-req-trace": (3, 4), "lobster-imp-trace": (3,), "lobster-act-trace": (3,)}
        if data.get("version") in wanted.get(data.get("schema"), ()) and len(set(tags)) == len(tags):
            files.append(str(path.relative_to(root)))
    return files


def _of_needs(folder: Path) -> tuple[Callable[[], Counts], Callable[[], Counts]]:
    """Return both counts of a Sphinx project, which is built once."""
    built = tempfile.mkdtemp(prefix="maestro-needs-")

    def there() -> Counts:
        _run([_tool("sphinx-build"), "-q", "-b", "needs", str(_there(folder)), built], folder)
        data = json.loads((Path(built) / "needs.json").read_text())
        version = data["versions"][data["current_version"]]
        fields = version["needs_schema"]["properties"].items()
        names = [name for name, about in fields if about["field_type"] == "links" and name != "parent_needs"]
        links = sum(len(need.get(name) or ()) for need in version["needs"].values() for name in names)
        return Counts(version["needs_amount"], links)

    return there, lambda: here(Path(built), "needs")


def _below(node: dict[str, Any]) -> Iterable[dict[str, Any]]:
    children = node.get("NODES")
    for child in children if isinstance(children, list) else ():
        yield child
        yield from _below(child)


def _revision(folder: Path) -> str:
    """Return the commit of a clone as it stands behind the name of the set; nothing where there is none."""
    if not (folder / ".git").exists():
        return ""
    command = ["git", "-C", str(folder), "rev-parse", "--short=8", "HEAD"]
    return f" at {subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()}"


def _version(program: str, package: str) -> str:
    """Return the version of a tool as it stands behind its name; nothing where it is not there."""
    if shutil.which(program) is None:
        return ""
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return f" {_run([_python(program), '-c', code], Path.cwd()).strip()}"


def _there(folder: Path) -> Path:
    if not folder.is_dir():
        raise MissingError(f"there is no folder {folder.name}")
    return folder


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise MissingError(f"{name} is not on the PATH")
    return found


def _python(name: str) -> str:
    """Return the Python of the environment that a tool is installed in."""
    python = Path(_tool(name)).resolve().parent / "python"
    if not python.exists():
        raise MissingError(f"{name} is not in an environment with a Python of its own")
    return str(python)


def _run(command: Sequence[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode not in (0, 1):
        raise MissingError(f"{Path(command[0]).name} ended with {done.returncode}")
    return done.stdout


def _counts(text: str) -> Counts:
    items, links = text.split()[-2:]
    return Counts(int(items), int(links))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
