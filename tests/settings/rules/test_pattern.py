"""Patterns: those of RE2, found in any script, in time that grows with the text alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from maestro_cli.settings.rules.pattern import PatternError, compile_search


@pytest.mark.parametrize(
    ("pattern", "found", "missed"),
    [
        ("^Crash.*pay$", "Crash when I pay", "A crash when I pay"),
        (r"\bshall\b", "It shall be", "It shallow"),
        ("가.{2}라", "x가나다라x", "가나라"),
        ("(?i)école", "ÉCOLE", "ecole"),
        (r"^\pL+$", "결제Été", "결제 1"),
        (r"[^\x00-\x7f]", "→", "->"),
        ("a$", "a", "a\n"),
        ("(?m)a$", "a\nb", "ab"),
        ("(?s)a.b", "a\nb", "ab"),
        ("^$", "", "x"),
        ("b", "\udc80b\x00", "\udc80"),
        ("(" * 500 + "a" + ")" * 500, "a", "b"),
    ],
)
def test_a_match_anywhere_is_found(pattern: str, found: str, missed: str) -> None:
    search = compile_search(pattern)
    assert search(found)
    assert not search(missed)


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "^(a|a)*$", "(a|aa)+$", "^a*a*a*a*$", "(.*)(.*)(.*)x", r"^(\w+\s?)*\z"]
)
def test_a_pattern_that_makes_re_hang_is_searched_at_once(pattern: str) -> None:
    assert compile_search(pattern)("a" * 1_000_000 + "!") is False


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "missing"),
        ("(?=a)b", "operator"),
        ("(?<!a)b", "operator"),
        (r"(a)\1", "escape"),
        (r"a\Z", "escape"),
        ("(?>a*)b", "operator"),
        ("a*+b", "operator"),
        ("a{3000}", "size"),
        ("((a{50}){50}){50}", "size"),
    ],
)
def test_what_is_no_pattern_is_told(pattern: str, said: str) -> None:
    with pytest.raises(PatternError, match=f"is no regular expression: .*{said}"):
        compile_search(pattern)


def test_the_library_prints_nothing_of_its_own() -> None:
    program = (
        "from maestro_cli.settings.rules.pattern import compile_search\n"
        "try:\n    compile_search('(')\nexcept ValueError:\n    pass\n"
        "compile_search('(x.{1,30}){1,30}$')('x' * 100_000)"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert (ended.stdout, ended.stderr) == (b"", b"")
