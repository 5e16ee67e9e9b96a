"""Plug-ins, installed as real distributions: looked up only when named, and unable to break the gate."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from maestro_cli.errors import ExitCode, SettingsError
from maestro_cli.settings.schema import Settings
from maestro_cli.traceability import plugins
from maestro_cli.traceability.check import check
from maestro_cli.traceability.plugins import PluginError
from maestro_cli.traceability.rules import rules_of
from tests.traceability.projects import context, found, item

GOOD = """\
from maestro_cli.model.findings import FindingSeverity
from maestro_cli.traceability.interface import Code, Outcome, RuleExplanation, on_item

print("a plug-in greets")


class ShortTitles:
    about = RuleExplanation(
        id="ACME1",
        why="Long titles are cut in boards.",
        codes=(Code("ACME1-LONG", FindingSeverity.WARNING, "A title is long."),),
        failing="",
        passing="",
        own_name="Short titles",
        own_question="Are titles short?",
    )

    def check(self, context):
        print("checking")
        items = context.backlog.items
        long = [item for item in items if len(item.title) > 5]
        return Outcome(len(items), [on_item("ACME1-LONG", item, "long", "Cut it.") for item in long])
"""
Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a package with one module and its entry points into a folder on sys.path."""
    monkeypatch.syspath_prepend(str(tmp_path))
    modules: list[str] = []

    def make(code: str, points: str = "short = {}:ShortTitles", name: str = "acme-rules") -> None:
        module = f"{name.replace('-', '_')}_{tmp_path.name.replace('-', '_')}"
        modules.append(module)
        (tmp_path / f"{module}.py").write_text(code)
        info = tmp_path / f"{name.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[maestro.rules]\n{points.format(module)}\n")

    yield make
    for module in modules:
        sys.modules.pop(module, None)


def settings(*names: str, **trace: object) -> dict[str, object]:
    return {"trace": {"plugins": list(names), **trace}}


def refused(*names: str, items: int = 0) -> str:
    with pytest.raises(PluginError) as caught:
        check(context([item(f"US-{n}", title="x") for n in range(items)], settings=settings(*names)))
    assert caught.value.exit_code is ExitCode.USAGE
    assert caught.value.diagnostics[0].code == "E-PLUGIN"
    assert caught.value.diagnostics[0].fix
    return caught.value.message


# @req MR-6.16
def test_a_rule_of_a_package_is_one_of_the_rules(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    install(GOOD)
    items = [item("US-1", title="short"), item("US-2", title="far too long")]
    assert found(items, ["acme1"], settings=settings("acme-rules")) == [("ACME1-LONG", "US-2")]
    report = check(context(items, settings=settings("acme-rules", severity={"ACME1": "info"})), ["ACME1"])
    assert report.results[0].rule_name == "Short titles"
    assert report.results[0].compliance_rate == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "a plug-in greets" in told.err


def test_it_can_be_waived(install: Install) -> None:
    install(GOOD)
    waived = item("US-2", title="far too long", waive=[{"rule": "ACME1-LONG", "reason": "a quote"}])
    report = check(context([waived], settings=settings("acme-rules")), ["ACME1"])
    assert [violation.waived for violation in report.results[0].violations] == [True]


def test_no_entry_point_is_looked_up_when_none_is_named(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("raise RuntimeError('loaded')\n")
    monkeypatch.setattr(plugins, "_entry_points", lambda _name: pytest.fail("looked up"))
    assert len(rules_of(Settings())) == 6
    check(context())


def test_a_package_that_is_not_there_or_has_no_rules(install: Install) -> None:
    install(GOOD, points="[other]\nx = {}:y", name="other-package")
    assert refused("nothing-here") == "trace.plugins: the package 'nothing-here' is not installed"
    assert refused("other-package") == "trace.plugins: the package 'other-package' has no rules"
    assert "is not installed" in refused("../x")


ABOUT = GOOD.replace("class ShortTitles:", "class Base:")
BROKEN = [
    ("import nothing_of_that_name_x\n", "cannot be loaded: ModuleNotFoundError"),
    ("raise SystemExit(0)\n", "cannot be loaded: SystemExit"),
    ("class Other: pass\n", "cannot be loaded: AttributeError"),
    ("class ShortTitles:\n    about = 3\n    check = print\n", "is no rule"),
    (GOOD.replace('id="ACME1"', 'id="T9"'), "has the id 'T9'"),
    (GOOD.replace('id="ACME1"', "id=None"), "has the id None"),
    (GOOD.replace('"ACME1-LONG", F', '"T1-UNCOVERED", F'), "has the code 'T1-UNCOVERED'"),
    (GOOD.replace('own_name="Short titles",', ""), "needs own_name"),
    (GOOD.replace("codes=(Code", "codes=()or(Code").replace('long."),),', 'long."),)[:0],'), "needs a tuple"),
    (GOOD.replace("        items =", "        1 / 0\n        items ="), "failed: ZeroDivisionError"),
    (
        GOOD.replace("        items =", "        import sys; sys.exit(0)\n        items ="),
        "failed: SystemExit",
    ),
    (GOOD.replace("        items =", "        return [1]\n        items ="), "answered list, not an Outcome"),
    (GOOD.replace("Outcome(len(items)", "Outcome(-1"), "no number of things"),
    (GOOD.replace("Outcome(len(items), [", "Outcome(1, {1: [").replace("in long])", "in long]})"), "no list"),
    (GOOD.replace("[on_item(", "[None or 3 or (").replace("in long]", "in items]"), "a finding that is none"),
    (
        GOOD.replace('on_item("ACME1-LONG"', 'on_item("T1-UNCOVERED"').replace("> 5", "> 0"),
        "does not declare",
    ),
]


@pytest.mark.parametrize(("code", "said"), BROKEN, ids=[said for _, said in BROKEN])
def test_whatever_is_wrong_with_a_plug_in_is_one_error_that_names_it(
    install: Install, code: str, said: str
) -> None:
    install(code)
    message = refused("acme-rules", items=2)
    assert message.startswith("the rule 'short' of the plug-in acme-rules ")
    assert said in message


def test_an_id_that_is_taken_is_refused(install: Install) -> None:
    install(GOOD, points="one = {0}:ShortTitles\ntwo = {0}:ShortTitles")
    assert "claims the id ACME1, which is taken" in refused("acme-rules")


def test_plugins_are_no_rules_of_projects_that_do_not_name_them(install: Install) -> None:
    install(GOOD)
    with pytest.raises(SettingsError, match="ACME1"):
        check(context(settings={"trace": {"severity": {"ACME1": "off"}}}))
