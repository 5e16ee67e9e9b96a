"""Tests that verify items: files by patterns, results in JUnit XML, and tags joined with results."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import InputError
from maestro_cli.model.verification import Verdict, Verification, Verifications, together
from maestro_cli.settings.schema import Settings
from maestro_cli.sources import results_index, verifications
from maestro_cli.sources.definitions import Definition
from maestro_cli.sources.junit_results import Case, parse_results
from maestro_cli.sources.patterns import match_files
from maestro_cli.sources.results_index import ResultsIndex
from maestro_cli.sources.verifications import read_verifications

IDS = ("REQ-1", "REQ-2", "US-1", "7")


def case(name: str, suite: str = "tests.test_pay", inner: str = "", **attributes: str) -> str:
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f'<testcase classname="{suite}" name="{name}"{more}>{inner}</testcase>'


def suites(*cases: str) -> str:
    return f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>"


def read(root: Path, files: Mapping[str, str | bytes], **tests: Any) -> Verifications:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    wanted = {"tags": ["tests/**"], "results": ["reports/*.xml"]} | tests
    return read_verifications(root, Settings.model_validate({"trace": {"tests": wanted}}), IDS)


def verdicts(found: Verifications) -> dict[str, Verdict]:
    assert found.unreadable == ()
    return {test.id: test.result for test in found.tests}


def codes(found: Verifications) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.path) for problem in found.diagnostics]


def test_without_settings_nothing_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, {"tests/a.py": "# @req REQ-1"}, tags=[], results=[]) == Verifications()


@pytest.mark.parametrize(
    ("pattern", "paths"),
    [
        ("tests", ["tests/a.py", "tests/deep/c.js", "tests/deep/er/b.py"]),
        ("tests/**", ["tests/a.py", "tests/deep/c.js", "tests/deep/er/b.py"]),
        ("tests/**/*.py", ["tests/a.py", "tests/deep/er/b.py"]),
        ("tests/*.py", ["tests/a.py"]),
        ("tests/*/*", ["tests/deep/c.js"]),
        ("**/b.py", ["tests/deep/er/b.py"]),
        ("**/**/er/*", ["tests/deep/er/b.py"]),
        ("tests/[ab].py", ["tests/a.py"]),
        ("tests/[!a].py", []),
        ("tests/?.p[y]", ["tests/a.py"]),
        ("./tests//a.py", ["tests/a.py"]),
        ("tests/[a", []),
        ("nowhere/**", []),
    ],
)
def test_patterns(tmp_path: Path, pattern: str, paths: list[str]) -> None:
    for name in ("tests/a.py", "tests/deep/c.js", "tests/deep/er/b.py", "tests/.x/h.py", "node_modules/b.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    files, problems = match_files(tmp_path, [pattern, pattern], "trace.tests.tags")
    assert [file.path for file in files] == paths
    assert [problem.code for problem in problems] == ([] if paths else ["P-NO-FILE"])


def test_links_out_of_the_project_are_refused_and_others_do_not_matter(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text("# @req REQ-1")
    root = tmp_path / "project"
    (root / "tests").mkdir(parents=True)
    (root / "tests" / "a.py").symlink_to(tmp_path / "outside.py")
    (root / "tests" / "gone.txt").symlink_to("nowhere")
    os.mkfifo(root / "tests" / "pipe.py")
    found = read(root, {"reports/a.xml": suites()}, tags=["tests/**/*.py"])
    assert found.tests == ()
    assert codes(found) == [("P-SYMLINK", "tests/a.py"), ("P-UNREADABLE", "tests/pipe.py")]


JOINED = '''\
# @req REQ-1
def test_card(): ...

class TestBasket:
    """@req REQ-2"""
    def test_total(self):  # @req REQ-1
        ...
    def test_other(self): ...

class TestOther:
    def test_total(self):  # @req US-1
        ...
def test_never():  # @req US-1
    ...
'''


def test_tags_are_joined_with_results(tmp_path: Path) -> None:
    failed = "<failure/>"
    results = suites(
        case("test_card[visa]"),
        case("test_card[master]", inner="<error/>"),
        case("test_total", "tests.test_pay.TestBasket"),
        case("test_other", "tests.test_pay.TestBasket", inner="<skipped/>"),
        case("test_total", "tests.test_pay.TestOther", inner=failed),
        case("test_card", "tests.elsewhere.test_pay", inner=failed),
        case("test_never", "tests.test_basket"),
        case("test_never", "tests.test_cart"),
    )
    found = read(tmp_path, {"tests/test_pay.py": JOINED, "reports/a.xml": results})
    assert verdicts(found) == {
        "tests/test_pay.py::test_card": Verdict.FAILED,
        "tests/test_pay.py::TestBasket": Verdict.PASSED,
        "tests/test_pay.py::TestBasket::test_total": Verdict.PASSED,
        "tests/test_pay.py::TestOther::test_total": Verdict.FAILED,
        "tests/test_pay.py::test_never": Verdict.UNKNOWN,
    }


# @req MR-6.11
@pytest.mark.parametrize(
    ("path", "code", "result"),
    [
        (
            "tests/PayTest.java",
            "class PayTest {\n // @req REQ-1\n void pays() {}\n}",
            case("pays()", "shop.PayTest"),
        ),
        ("tests/pay_test.go", "// @req REQ-1\nfunc TestPay() {}", case("TestPay", "example.com/shop/pay")),
        ("tests/pay.test.js", "// @req REQ-1\nit('pays', f)", case("pays", "Card")),
        (
            "tests/pay.test.js",
            "describe('Card', () => {\n  // @req REQ-1\n  it('pays', f)",
            case("Card pays", "Card pays"),
        ),
        (
            "tests/pay.test.ts",
            "describe('Card', () => {\n  // @req REQ-1\n  it('pays', f)",
            case("Card > pays", "pay"),
        ),
        (
            "tests/pay.cc",
            "// @req REQ-1\nTEST(Pay, Card) {}",
            case("Card", "Pay", file="/src/x/tests/pay.cc"),
        ),
        (
            "tests/lib.rs",
            "mod tests {\n // @req REQ-1\n #[test]\n fn pays() {}\n}",
            case("tests::pays", "shop"),
        ),
        (
            "tests/pay_spec.rb",
            "RSpec.describe Pay do\n  # @req REQ-1\n  it 'refuses' do\n  end\nend",
            case("Pay refuses", "tests.pay_spec", file="./tests/pay_spec.rb"),
        ),
        (
            "tests/pay_spec.rb",
            "describe Pay do\n  describe '#card' do\n    # @req REQ-1\n    it 'refuses' do",
            case("Pay#card refuses", "tests.pay_spec", file="./tests/pay_spec.rb"),
        ),
        (
            "tests/pay.test.ts",
            "describe('Pay', () => {\n  // @req REQ-1\n  it.each([[1, (2)], [3, 4]])('adds %i to $b', f)",
            case("Pay &gt; adds 1 to 2", "tests/pay.test.ts"),
        ),
        ("tests/test_a.py", "def test_a():\n    # @req REQ-1\n    pay()\n", case("test_a", "tests.test_a")),
        ("tests/a.py", '"""@req REQ-1"""', case("test_x", "tests.a")),
        ("tests/a.py", "# @req REQ-1\nx = 1", case("test_x", "", file="tests/a.py")),
    ],
)
def test_results_of_many_runners_find_their_tags(tmp_path: Path, path: str, code: str, result: str) -> None:
    found = read(tmp_path, {path: code, "reports/a.xml": suites(result)})
    assert list(verdicts(found).values()) == [Verdict.PASSED]


def test_a_name_with_holes_takes_only_results_that_fill_them(tmp_path: Path) -> None:
    code = "// @req REQ-1\ntest.each([1, 2])('adds %i to %i', f)\n"
    failed = [
        case(name, "tests/a.test.ts", "<failure/>") for name in ("adds  to ", "adds 1", "takes 1 to 2 off")
    ]
    results = suites(case("sum &gt; adds 1 to 2", "tests/a.test.ts"), *failed)
    found = read(tmp_path, {"tests/a.test.ts": code, "reports/a.xml": results})
    assert verdicts(found) == {"tests/a.test.ts::adds %i to %i": Verdict.PASSED}


def test_results_that_may_be_of_another_test_are_not_taken(tmp_path: Path) -> None:
    code = {"tests/a.py": "# @req REQ-1\ndef test_x(): ..."}
    for results in (
        [case("test_x", "tests/b.py"), case("test_x", "tests/c.py")],
        [case("test_x", "tests.b"), case("test_x", "tests.c")],
        [case("test_x", "", file="tests/b.py")],
        [case("test_y", "tests.a")],
    ):
        found = read(tmp_path, code | {"reports/a.xml": suites(*results)})
        assert list(verdicts(found).values()) == [Verdict.UNKNOWN]


def test_a_result_of_another_file_is_not_taken_for_a_test_that_did_not_run(tmp_path: Path) -> None:
    """Both tests have one name and only one ran: the class says which, or nobody can tell."""
    code = "# @req REQ-1\ndef test_x(): ...\n"
    plain = "def test_x(): ...\nclass TestY:\n    def test_y(self): ...\n"
    suite = "class TestY:  # @req REQ-1\n    def test_y(self): ...\n"
    for one, other, results, verdict in (
        (code, code, [case("test_x", "b.test_b")], {Verdict.PASSED, Verdict.UNKNOWN}),
        (code, plain, [case("test_x", "b.test_b")], {Verdict.UNKNOWN}),
        (suite, plain, [case("test_y", "b.test_b.TestY")], {Verdict.UNKNOWN}),
        (suite, plain, [case("test_y", "TestY", file="tests/c/test_c.py")], {Verdict.UNKNOWN}),
        (code, code, [case("test_x", "")], {Verdict.UNKNOWN}),
        (code, plain, [case("test_x", "")], {Verdict.PASSED}),
    ):
        files = {"tests/a/test_a.py": one, "tests/b/test_b.py": other, "reports/a.xml": suites(*results)}
        assert set(verdicts(read(tmp_path, files)).values()) == verdict


def test_results_name_items_themselves(tmp_path: Path) -> None:
    named = '<properties><property name="requirement" value="REQ-1, US-1"/></properties>'
    long = '<properties><property name="Verifies">REQ-2@0badc0de</property></properties>'
    other = '<properties><property name="owner" value="REQ-2"/></properties>'
    results = suites(
        case("a", inner=named),
        case("b [REQ-2]", inner="<skipped/>"),
        case("c[chrome][7]"),
        case("d", inner=long + "<failure>x</failure>"),
        case("e", inner=other),
    )
    found = read(tmp_path, {"reports/a.xml": results}, tags=[])
    assert [(test.id, [str(one) for one in test.verifies], test.result.value) for test in found.tests] == [
        ("tests.test_pay::a", ["REQ-1", "US-1"], "passed"),
        ("tests.test_pay::b [REQ-2]", ["REQ-2"], "skipped"),
        ("tests.test_pay::d", ["REQ-2@0badc0de"], "failed"),
    ]


@pytest.mark.parametrize("status", ["notrun", "SKIPPED", "disabled"])
def test_what_did_not_run_is_skipped(status: str) -> None:
    assert parse_results(suites(case("a", result=status)).encode(), "a.xml")[0].verdict is Verdict.SKIPPED


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><testsuites>&j;</testsuites>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuites>&a;</testsuites>'


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (BOMB, 1),
        (EXTERNAL, 1),
        ('<?xml version="1.0"?>\n<!DOCTYPE x>\n<testsuites/>', 2),
        ("<testsuites>\n<testcase", 2),
        ("", 1),
        ("\0\0\0", 1),
        ("<html/>", 1),
        ("<testsuites>" * 101 + "</testsuites>" * 101, 1),
        ("<testsuites>\n&nbsp;</testsuites>", 2),
        ('<?xml version="1.0" encoding="nonsense"?><testsuites/>', 1),
    ],
)
def test_what_is_no_junit_xml_is_refused_with_its_line(data: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        parse_results(data.encode(), "reports/a.xml")
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.path, problem.line) == ("P-JUNIT", "reports/a.xml", line)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='<>/="& testcasuipropry\0', max_size=60) | st.binary(max_size=60))
def test_no_bytes_break_the_reader_of_results(noise: str | bytes) -> None:
    data = noise if isinstance(noise, bytes) else noise.encode()
    with contextlib.suppress(InputError):
        assert parse_results(b"<testsuite>" + data + b"</testsuite>", "a.xml") is not None


def test_problems_are_diagnostics_and_all_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifications, "MOST_CODE", 1000)
    monkeypatch.setattr(verifications, "MOST_BYTES", 5000)
    found = read(
        tmp_path,
        {
            "tests/bin.py": b"\0\x01 @req REQ-1",
            "tests/big.py": "# @req REQ-1\n" + "x = 1\n" * 200,
            "tests/huge.py": "x = 1\n" * 2000,
            "tests/latin.py": "# @req REQ-1 caf\xe9".encode("latin-1"),
            "tests/odd.zzz": "@req REQ-1",
            "tests/fine.py": "# @req REQ-1\n",
            "reports/a.xml": "<testsuites>",
            "reports/b.xml": suites(),
        },
    )
    assert [test.id for test in found.tests] == ["tests/fine.py"]
    assert codes(found) == [
        ("P-JUNIT", "reports/a.xml"),
        ("P-TOO-LARGE", "tests/big.py"),
        ("P-TOO-LARGE", "tests/huge.py"),
        ("P-ENCODING", "tests/latin.py"),
        ("P-TAG", "tests/odd.zzz"),
    ]
    assert "trace.tests" in (found.diagnostics[1].fix or "")
    assert [problem.path for problem in found.unreadable] == [
        "reports/a.xml",
        "tests/big.py",
        "tests/huge.py",
        "tests/latin.py",
    ]


def test_a_long_line_is_read_like_any_other(tmp_path: Path) -> None:
    found = read(
        tmp_path, {"tests/a.js": f'x = "{"y" * 1_000_000}"; // @req REQ-1\n', "reports/a.xml": suites()}
    )
    assert [(test.id, test.place.line) for test in found.tests] == [("tests/a.js", 1)]


def test_a_name_with_holes_is_looked_up_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    index = ResultsIndex([Case(f"sum > adds v{n} 1 up", "tests/a.test.ts", "", n) for n in range(300)])
    tried = Mock(side_effect=results_index._fits)
    monkeypatch.setattr(results_index, "_fits", tried)
    for number in range(300):
        about = (Definition(1, 0, f"adds v{number} %i up", is_suite=False),)
        assert [one.line for one in index.of("tests/a.test.ts", about)] == [number]
    assert tried.call_count == 300


def test_a_name_that_every_file_has_is_looked_up_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    index = ResultsIndex([Case("test_ok", f"tests.test_{n}", "", n) for n in range(300)])
    looked = Mock(side_effect=results_index._is_of_file)
    monkeypatch.setattr(results_index, "_is_of_file", looked)
    about = (Definition(1, 0, "test_ok", is_suite=False),)
    for number in range(300):
        assert [one.line for one in index.of(f"tests/test_{number}.py", about)] == [number]
    assert looked.call_count <= 2 * 300


@given(st.sets(st.sampled_from(list(Verdict))))
def test_one_failed_test_is_enough_and_no_passed_one_is_hidden(seen: set[Verdict]) -> None:
    result = together(seen)
    assert (result is Verdict.FAILED) == (Verdict.FAILED in seen)
    assert (result is Verdict.PASSED) == (Verdict.PASSED in seen and Verdict.FAILED not in seen)
    assert result in {*seen, Verdict.UNKNOWN}


def test_tests_are_in_order_of_path_and_line(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        f"tests/t{n}.py": "# @req REQ-1\nx = 1\n# @req US-1\n" for n in (2, 10, 1)
    }
    found: tuple[Verification, ...] = read(
        tmp_path, files | {"reports/a.xml": suites(case("a [REQ-1]"))}
    ).tests
    places = [(test.place.path, test.place.line) for test in found]
    assert places == sorted(places)
    assert len(places) == 7
