"""YAML as values with lines, within bounds."""

from __future__ import annotations

import math

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from maestro_cli.settings.yaml_nodes import MAX_DEPTH, MAX_NODES, Document, read_yaml

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


def read(data: str | bytes, limit: int = 2**20) -> Document:
    return read_yaml(data.encode() if isinstance(data, str) else data, path="file.yaml", limit=limit)


def said(data: str | bytes) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.message) for problem in read(data).problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment", None),
        ("a:", {"a": None}),
        ("[~, null, 'null']", [None, None, "null"]),
        ("[true, False, yes, NO, on]", [True, False, "yes", "NO", "on"]),
        ("[1, -3, 012, 0x1F, 1_000, 1:30, 1e3]", [1, -3, "012", "0x1F", "1_000", "1:30", "1e3"]),
        ("[1.5, 1.10, .5, 1., -0.25, .inf, .nan]", [1.5, "1.10", ".5", "1.", -0.25, ".inf", ".nan"]),
        ("[-0, +1, '1']", ["-0", "+1", "1"]),
        ("2026-01-05", "2026-01-05"),
        ("{1: a, true: b}", {"1": "a", "true": "b"}),
        ("!!str 12", "12"),
        ("!!int 12", 12),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("\ufeffa: 1", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("9" * 400, "9" * 400),
    ],
)
def test_a_plain_value_keeps_what_it_says(text: str, value: object) -> None:
    document = read(text)
    assert document.problems == ()
    assert document.value == value
    assert repr(document.value) == repr(value)


@given(PLAIN)
def test_what_yaml_writes_is_read_back(value: object) -> None:
    document = read(yaml.safe_dump(value, allow_unicode=True))
    assert document.problems == ()
    assert document.value == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_a_number_only_if_it_is_written_back_alike(number: float) -> None:
    found = read(str(number)).value
    assert str(found) == str(number)
    assert not isinstance(found, float) or math.isclose(found, number, rel_tol=0)


@settings(max_examples=300)
@given(st.binary(max_size=60) | st.text("ab:-[]{}&*!|>'\"#%@\t\n ,?~0", max_size=60).map(str.encode))
@example(b"[" * 100_000)
@example(b"%YAML 9.9\n--- a")
@example(b"\xff\xfea\x00")
@example(b"a: \xed\xa0\x80")
def test_nothing_within_a_file_raises(data: bytes) -> None:
    document = read(data)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    assert all(problem.line is not None and 1 <= problem.line <= lines for problem in document.problems)


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        ("a: 1\na: 2", 2, "the key 'a' stands twice"),
        ("a: 1\n<<: {b: 1}", 2, "merge keys"),
        ("a: 1\n? [x]\n: 1", 2, "a key that is not text"),
        ("a: 1\nb: !!python/object:os.system x", 2, "the tag"),
        ("a: 1\n!x b: 1", 2, "the tag '!x'"),
        ("a:\n\t- 1", 2, "a tab"),
        ("a: 1\nb: 'x", 2, "unexpected end"),
        ("a: 1\nb: [", 2, "not valid YAML"),
        ("a: 1\nb: *x", 2, "undefined alias"),
        ("a: 1\n---\nb: 2", 2, "another document"),
        (b"a: 1\nb: \xff", 2, "not UTF-8 (0xff)"),
        (b"a: 1\r\nb: \x00", 2, "U+0000"),
        ("a: 1\nb: \u2028", 2, "U+2028"),
        ("a: 1".encode("utf-16"), 1, "UTF-16"),
        ("a: 1\nb: " + "[" * MAX_DEPTH + "]" * MAX_DEPTH, 2, "levels deep"),
        ("a: &a [*a]", 1, "repeat too much"),
        ("[" + "1," * (MAX_NODES + 1) + "]", 1, f"more than {MAX_NODES} values"),
        ("".join(f"%TAG !e{n}! tag:e\n" for n in range(60)) + "--- 1", 1, "directives"),
    ],
)
def test_a_problem_names_its_line(data: str | bytes, line: int, words: str) -> None:
    found = said(data)
    assert found, "no problem was found"
    assert found[0][0] == line
    assert words in found[0][1]


def test_aliases_cannot_multiply() -> None:
    bomb = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    assert said("a0: &a0 [x]\n" + bomb) == [(1, "aliases that repeat too much")]


def test_a_file_beyond_the_limit_is_not_read() -> None:
    assert read("a: 1", limit=4).problems == ()
    problem = read("a: 12", limit=4).problems[0]
    assert "larger than" in problem.message


def test_all_problems_are_found_at_once() -> None:
    assert [line for line, _ in said("a: 1\na: 2\nb: !x 1\n<<: 1\n")] == [2, 3, 4]


def test_the_line_of_the_deepest_part_that_is_there() -> None:
    document = read("a:\n  - x: 1\n    y: 2\n  - z: 3\nb: 1\n")
    assert document.line(("a", 0, "y")) == 3
    assert document.line(("a", 1)) == 4
    assert document.line(("a", 1, "missing", "z")) == 4
    assert document.line(("b", "deeper")) == 5
    assert document.line(("missing", 0)) == 1
    assert read("").line(("a",)) == 1
