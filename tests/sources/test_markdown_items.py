"""Items in Markdown."""

from __future__ import annotations

import pytest

from maestro_cli.model.items import Status
from tests.sources.item_files import codes, read


def test_front_matter_and_body() -> None:
    parsed = read("---\nid: A\ntitle: a\nstatus: done\n---\n\n# Head\n\ntext\n", "a.md")
    item = parsed.items[0]
    assert (item.id, item.status, item.description, item.place.line) == (
        "A",
        Status.DONE,
        "# Head\n\ntext",
        2,
    )
    assert codes(parsed) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(newline: str) -> None:
    text = "---\nid: A\ntitle: a\npoints: x\n---\none\ntwo".replace("\n", newline)
    parsed = read(b"\xef\xbb\xbf" + text.encode(), "a.md")
    assert parsed.items[0].description == "one\ntwo"
    assert codes(parsed) == [("P-BAD-VALUE", 4)]


def test_a_body_of_dashes() -> None:
    assert (
        read("---\nid: A\ntitle: a\n---\n---\nid: B\n---\n", "a.md").items[0].description == "---\nid: B\n---"
    )


def test_a_description_in_the_front_matter_counts_without_a_body() -> None:
    assert read("---\nid: A\ntitle: a\ndescription: d\n---\n", "a.md").items[0].description == "d"
    assert read("---\nid: A\ntitle: a\ndescription: d\n---\nbody", "a.md").items[0].description == "body"


# @req MR-1.5
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nid: A\ntitle: a\n", [("P-YAML", 1)]),
        ("---\nid: A\ntitle: b: c\n---\n", [("P-YAML", 3)]),
        ("---\n---\n", [("P-YAML", 2)]),
        ("---\n- a\n---\n", [("P-YAML", 2)]),
        ("# Only a page\n", [("P-NO-ITEM", 1)]),
        ("---\nid: A\nid: B\ntitle: a\n---\n", [("P-YAML", 3)]),
        ("---\nid: A\ntitle: a\npriorty: high\n---\n", [("P-UNKNOWN-FIELD", 4)]),
        ("", []),
    ],
)
def test_problems_with_their_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert codes(read(text, "a.md")) == expected


def test_a_readme_is_no_item_and_no_problem() -> None:
    assert codes(read("# Read me\n", "backlog/README.md")) == []
