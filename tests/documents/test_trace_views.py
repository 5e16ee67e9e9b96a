"""The views on traceability as documents: golden files, and hostile text that stays text."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import string
from base64 import b64encode
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from maestro_cli.documents.graph_text import dot, mermaid, mermaid_label
from maestro_cli.documents.html import Html, marked, tag, text
from maestro_cli.documents.html_table import MANY, names
from maestro_cli.documents.impact import impact_blocks
from maestro_cli.documents.markdown import blocks_to_markdown
from maestro_cli.documents.matrix import MOST_NAMES, matrix_blocks, matrix_csv
from maestro_cli.documents.matrix_html import matrix_html
from maestro_cli.documents.trace_diff import diff_blocks
from maestro_cli.documents.trace_graph import graph_blocks, graph_markdown
from maestro_cli.documents.trace_html import trace_html
from maestro_cli.documents.view_words import WORDS
from maestro_cli.model.blocks import Paragraph, Table
from maestro_cli.ui.blocks import render_blocks
from tests.documents.payloads import MARKDOWN_PAYLOADS
from tests.golden import views_data
from tests.golden.views_data import AS_OF, diff_data, graph_data, impact_data, matrix_data, report_data
from tests.ui.payloads import CONTROL_PAYLOADS, controls_in

GOLDEN = Path(__file__).parent.parent / "golden"
GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    *(text for text in (*CONTROL_PAYLOADS, *MARKDOWN_PAYLOADS) if "\ud800" not in text),
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}",
    '" onmouseover="alert(1)',
    "' x=y",
    "=cmd|' /C calc'!A0",
    "end",
    "subgraph x",
    '"]:::x --> y',
    "%%{init: {}}%%",
    "\\N \\G \\n",
    "]]>",
    "&quot;&#60;b&#62;",
)


def views(titled: Callable[[str], str] = str, language: str = "en") -> dict[str, str]:
    """Return every document by the name of its golden file; `titled` makes all text from outside."""
    words, graph = WORDS[language], graph_data(titled)
    return {
        "matrix.md": blocks_to_markdown(matrix_blocks(matrix_data(titled), language)),
        "matrix.csv": matrix_csv(matrix_data(titled)),
        "matrix.html": matrix_html(matrix_data(titled), language, titled("Corner shop"), AS_OF),
        "graph.md": graph_markdown(graph, language),
        "graph.txt": render_blocks(graph_blocks(graph, language)),
        "graph.dot": dot(graph, words, "All."),
        "impact.md": blocks_to_markdown(impact_blocks(impact_data(titled), language)),
        "diff.md": blocks_to_markdown(diff_blocks(diff_data(titled), language)),
        "check.html": trace_html(report_data(titled), language, titled("Corner shop"), AS_OF),
    }


NAMES = [name for name in views() if name != "graph.txt"]
STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
GRAPH = graph_data(lambda _: "plain")
PLAIN = views(lambda _: "plain")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("name", list(PLAIN))
def test_golden_files(name: str, language: str) -> None:
    """Run with MAESTRO_GOLDEN=1 to write the files anew, then read the difference."""
    kind, _, suffix = name.partition(".")
    path = GOLDEN / f"trace_{kind}.{language}.{suffix}"
    made = body(views(language=language)[name])
    if os.environ.get("MAESTRO_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def body(document: str) -> str:
    """Leave out style and script, which have their own tests, and the policy that holds their hashes."""
    return re.sub(
        r"(?s)(<style>).*?(</style>)|(<script>).*?(</script>)|<meta http-equiv[^>]*>", r"\1\2\3\4", document
    )


# @req MR-11.1
@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_from_outside_adds_nothing(hostile: str) -> None:
    made = views(lambda _: hostile)
    for name in ("matrix.html", "check.html"):
        assert tags(made[name]) == tags(PLAIN[name]), name
    for name in ("matrix.md", "graph.md", "impact.md", "diff.md"):
        assert structure(made[name]) == structure(PLAIN[name]), name
    assert STRINGS.sub('""', made["graph.dot"]) == STRINGS.sub('""', PLAIN["graph.dot"])
    assert len(tree(hostile)) == len(tree("plain"))
    for row in csv.reader(io.StringIO(made["matrix.csv"])):
        assert len(row) == 16
        assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "@"))]
    assert not [name for name, document in made.items() if controls_in(document)]


def tree(title: str) -> list[str]:
    (*_, last) = graph_blocks(graph_data(lambda _: title), "en")
    assert isinstance(last, Paragraph)
    return last.text.split("\n")


@pytest.mark.parametrize("hostile", HOSTILE)
def test_labels_of_mermaid_stay_in_their_quotes(hostile: str) -> None:
    assert skeleton(mermaid(graph_data(lambda _: hostile), WORDS["en"])) == skeleton(
        mermaid(GRAPH, WORDS["en"])
    )
    allowed = re.sub(r"#\d+;|(?<=[A-Za-z0-9])[-/_](?=[A-Za-z0-9])", "", mermaid_label(hostile))
    assert not set(allowed) & set(string.punctuation), "letters, spaces and codes"


def skeleton(diagram: str) -> str:
    return re.sub(r'"[^"]*"', '""', diagram)


class Tags(HTMLParser):
    """Collects every element with the names of its attributes, and the values of those that could act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_comment(self, data: str) -> None:
        self.found.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append("declaration")

    def unknown_decl(self, data: str) -> None:
        self.found.append("unknown")


def tags(document: str) -> list[object]:
    parser = Tags()
    parser.feed(document)
    parser.close()
    return parser.found


def structure(markdown: str) -> list[str]:
    tokens = GFM.parse(markdown)
    inline = [child.type for token in tokens for child in token.children or [] if child.type != "text"]
    return [token.type for token in tokens] + inline


@pytest.mark.parametrize("name", ["matrix.html", "check.html"])
class TestPage:
    def test_every_element_is_closed(self, name: str) -> None:
        open_tags: list[str] = []
        for found in tags(PLAIN[name]):
            if isinstance(found, tuple) and found[0] not in {"meta", "input"}:
                open_tags.append(found[0])
            elif isinstance(found, str) and found != "declaration":
                assert open_tags.pop() == found
        assert open_tags == []

    # @req MR-7.4
    def test_it_loads_nothing_and_allows_only_its_own_script(self, name: str) -> None:
        page = PLAIN[name]
        assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import|style=|\bon\w+=", page)
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        for element in ("style", "script"):
            (code,) = re.findall(rf"(?s)<{element}>(.*?)</{element}>", page)
            digest = b64encode(hashlib.sha256(code.encode()).digest()).decode()
            assert f"{element}-src &#x27;sha256-{digest}&#x27;" in policy
        assert policy.startswith("default-src &#x27;none&#x27;")

    # @req MR-7.4
    def test_it_reads_without_a_script(self, name: str) -> None:
        page = PLAIN[name]
        forms = [found for found in tags(page) if isinstance(found, tuple) and found[0] == "form"]
        assert forms
        assert all("hidden" in attributes for _, attributes in forms), "what needs the script waits for it"
        assert '<button type="reset">' in page
        heads = [found for found in tags(page) if isinstance(found, tuple) and found[0] == "th"]
        assert all("scope" in attributes for _, attributes in heads)

    def test_its_language_is_said(self, name: str) -> None:
        assert '<html lang="en">' in PLAIN[name]
        assert '<html lang="ko">' in views(language="ko")[name]

    def test_no_id_is_there_twice_or_taken_by_an_item(self, name: str) -> None:
        ids = re.findall(r' id="([^"]*)"', PLAIN[name])
        assert len(ids) == len(set(ids))
        assert {found for found in ids if not found.startswith("i-")} <= {
            "matrix",
            "rules",
            "findings",
            "coverage",
        }


# @req MR-7.4
def test_every_link_of_a_page_leads_to_a_row() -> None:
    page = views()["matrix.html"]
    targets = re.findall(r'href="#([^"]*)"', page)
    assert "i-REQ-2" in targets
    assert {f'id="{target}"' for target in targets} <= set(re.findall(r'id="[^"]*"', page))


def test_a_report_shows_every_finding_and_all_coverage() -> None:
    data = report_data()
    page = trace_html(data, "en", "", AS_OF)
    for result in data["results"]:
        for violation in result["violations"]:
            assert text(violation["message"]) in page
    for row in data["coverage"]["requirements"]:
        assert f'id="i-{row["id"]}"' in page


def test_findings_that_do_not_count_are_told_apart() -> None:
    data = report_data()
    first = data["results"][0]["violations"][0]
    first |= {"waived": True, "waiver_reason": "agreed <b>until</b> May"}
    page = trace_html(data, "en", "", AS_OF)
    assert 'data-counts="waived"' in page
    assert "agreed &lt;b&gt;until&lt;/b&gt; May" in page


def test_markdown_of_a_check_lists_what_the_page_lists() -> None:
    from maestro_cli.documents.trace import trace_blocks

    data = report_data()
    listed = [row for block in trace_blocks(data, "en") if isinstance(block, Table) for row in block.rows]
    found = [violation["message"] for result in data["results"] for violation in result["violations"]]
    assert found
    assert set(found) <= {cell for row in listed for cell in row}


def test_many_names_are_folded_and_all_there() -> None:
    ids = [f"US-{n}" for n in range(MANY + 1)]
    folded = names(ids, WORDS["en"], set())
    assert folded.startswith("<details><summary>13 items</summary>")
    assert all(f"<span>{one}</span>" in folded for one in ids)
    assert "<details>" not in names(ids[:-1], WORDS["en"], set())
    data = matrix_data()
    data["rows"][0]["links"] = {"story": ids}
    data["levels"] = data["columns"] = ["story"]
    (table,) = (block for block in matrix_blocks(data, "en") if isinstance(block, Table))
    assert table.rows[0][1].endswith(f"and {MANY + 1 - MOST_NAMES} more")
    assert ";".join(ids) in matrix_csv(data)


def test_where_no_result_was_read_tests_are_named_without_one() -> None:
    data = matrix_data()
    row = next(row for row in data["rows"] if row["tests"])
    told = WORDS["en"]["status.unknown"]
    assert any("(passed)" in cell for cell in cells_of_tests(data))
    for one in data["rows"]:
        one["tests"] = [{**test, "result": "unknown"} for test in one["tests"]]
    assert ", ".join(test["id"] for test in row["tests"]) in cells_of_tests(data)
    assert told not in matrix_html(data, "en", "Shop", AS_OF)
    assert f"<summary>{len(row['tests'])}</summary>" in matrix_html(data, "en", "Shop", AS_OF)
    row["tests"][0]["result"] = "passed"
    assert any(told in cell for cell in cells_of_tests(data)), "among results, having none is told"


def cells_of_tests(data: Any) -> list[str]:
    (table,) = (block for block in matrix_blocks(data, "en") if isinstance(block, Table))
    return [row[data["columns"].index("tests") + 1] for row in table.rows]


def test_the_builder_escapes_what_is_no_html() -> None:
    assert tag("p", "<b>", Html("<i></i>"), title='"&', hidden=True, lang=None) == (
        '<p title="&quot;&amp;" hidden>&lt;b&gt;<i></i></p>'
    )
    assert tag("input", type="search") == '<input type="search">'
    assert marked("set `a<b` now") == "set <code>a&lt;b</code> now"


def test_the_cut_is_stated() -> None:
    small = graph_data(most=3)
    assert "3 of 10 items" in graph_markdown(small, "en")
    assert "3 of 3 items with" not in graph_markdown(small, "en")
    whole = graph_data()
    assert "All 10 items are shown." in graph_markdown(whole, "en")
    around = graph_data(ids=["REQ-2"], most=2)
    assert "the nearest to REQ-2" in graph_markdown(around, "en")


def test_an_empty_project_is_said_to_be_empty() -> None:
    none: dict[str, Any] = {"kinds": ["requirement"], "rows": [], "counts": {}, "columns": [], "levels": []}
    (_, said) = matrix_blocks(none | {"commits_since": None}, "en")
    assert said == Paragraph("There is no item of this kind: Requirement.", "warning")
    assert "<table" not in matrix_html(none | {"commits_since": None}, "en", "", AS_OF)


# @req MR-12.1
def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    english, korean = WORDS["en"], WORDS["ko"]
    assert english.keys() == korean.keys()
    fields = string.Formatter()
    for key in english:
        gaps = [{name for _, name, _, _ in fields.parse(one[key]) if name} for one in (english, korean)]
        assert gaps[0] == gaps[1], key


def test_the_example_has_every_state() -> None:
    states = {node["state"] for node in graph_data()["nodes"]}
    assert {"covered", "partial", "uncovered", "suspect", "draft"} - {"covered"} <= states
    assert views_data.TESTS
