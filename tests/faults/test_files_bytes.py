"""Files of every kind of damage: problems with a line, never an exception (reliability test L9)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import MaestroError
from maestro_cli.sources.edits import edit_file
from maestro_cli.sources.parsing import Parsed, parse

YAML = """\
# c
items:
  - id: A-1 # c
    title: 'it''s'
    labels: [a, "b\\u00e9", &x c]
    description: |
      one

      two
    estimate: {low: 1, likely: 2, high: 3}
  - {id: "B", title: "fol
      ded", skills: [*x]}
---
- ? id
  : C
  title: 가나
""".encode()
MARKDOWN = b"---\nid: A-1\ntitle: \"a\\tb\"\nwaive:\n- {rule: T1, reason: 'x'}\n...\n\n---\nbody\n"
CSV = b'id,title,labels\r\nA-1,"a ""b""\n2",x;y\r\nB,\'=c,"p\\;q"\n'
SAMPLES = {"a.yaml": YAML, "a.md": MARKDOWN, "a.csv": CSV}
MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def check(data: bytes, name: str) -> Parsed:
    """Parse, and check that each problem stands in the file and each item is whole."""
    parsed = parse(data, name, "files", {})
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for problem in parsed.diagnostics:
        assert problem.path == name
        assert problem.code.startswith("P-")
        assert problem.line is not None
        assert 1 <= problem.line <= lines
    for item in parsed.items:
        assert item.id
        assert item.title
        item.title.encode()
    return parsed


# @req MR-11.4
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_file_cut_at_every_byte(name: str, encoding: str, newline: str) -> None:
    text = SAMPLES[name].decode().replace("\r\n", "\n").replace("\n", newline)
    data = MARKS[encoding] + text.encode(encoding)
    whole = check(data, name)
    assert whole.items
    assert whole.diagnostics == ()
    for end in range(len(data)):
        check(data[:end], name)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_with_changed_bytes(name: str) -> None:
    chance = random.Random(1)
    for _ in range(1500):
        data = bytearray(SAMPLES[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 2)] = bytes(
                chance.choices(b"\0\t\n\r \"'-:,;[]{}&*!|>%@`#?<\\\xff\xc3a1", k=chance.randint(0, 2))
            )
        check(bytes(data), name)


# @req MR-11.4
@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=80), name=st.sampled_from(sorted(SAMPLES)))
def test_random_bytes(data: bytes, name: str) -> None:
    check(data, name)


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(st.sampled_from("-: \n\r\tidtle'\"[]{},;|>&*?!%#\u2028\x85가😀"), max_size=60),
    name=st.sampled_from(sorted(SAMPLES)),
)
def test_random_text_of_the_characters_that_matter(text: str, name: str) -> None:
    check(text.encode(), name)
    check(b"---\nid: A\ntitle: a\n" + text.encode(), name)


@pytest.mark.parametrize("name", SAMPLES)
def test_an_edit_of_a_damaged_file_is_right_or_refused(name: str) -> None:
    chance = random.Random(2)
    done = 0
    for _ in range(400):
        data = bytearray(SAMPLES[name])
        data[chance.randrange(len(data))] = chance.choice(b"\t\n\r \"'-:,;[]{}&*!|>#")
        before = parse(bytes(data), name, "", {})
        if not any(item.id == "A-1" for item in before.items):
            continue
        try:
            after = edit_file(bytes(data), name, {}, {"A-1": {"title": "new: title"}})
        except MaestroError:
            continue
        done += 1
        item = next(item for item in check(after, name).items if item.id == "A-1")
        assert item.title == "new: title"
    assert done > 100
