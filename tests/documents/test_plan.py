"""The sprint plan as a document."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from maestro_cli.documents.plan import plan_blocks, plan_markdown
from maestro_cli.documents.plan_view import MOST_LEFT_OUT, plan_view
from maestro_cli.documents.plan_words import _EN, _KO
from maestro_cli.ui.blocks import render_blocks
from tests.documents.payloads import MARKDOWN_PAYLOADS
from tests.golden.plan_data import AS_OF, plan_data, project_name
from tests.ui.payloads import CONTROL_PAYLOADS, controls_in

GOLDEN = Path(__file__).parent.parent / "golden"
GFM = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def as_markdown(language: str, data: dict[str, Any] | None = None) -> str:
    return plan_markdown(data or plan_data(language), language, as_of=AS_OF, project=project_name(language))


def as_text(language: str, data: dict[str, Any] | None = None) -> str:
    blocks = plan_blocks(data or plan_data(language), language, as_of=AS_OF, project=project_name(language))
    return render_blocks(blocks)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_golden_files(language: str, suffix: str) -> None:
    """Run with MAESTRO_GOLDEN=1 to write the files anew, then read the difference."""
    made = as_markdown(language) if suffix == "md" else as_text(language)
    path = GOLDEN / f"plan.{language}.{suffix}"
    if os.environ.get("MAESTRO_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def structure(markdown: str) -> list[str]:
    tokens = GFM.parse(markdown)
    inline = [child.type for token in tokens for child in token.children or [] if child.type != "text"]
    return [token.type for token in tokens] + inline


def with_text(text: str, language: str = "en") -> dict[str, Any]:
    """Return the plan with `text` wherever text comes from outside."""
    data = plan_data(language)
    data["titles"] = dict.fromkeys(data["titles"], text)
    data["assignees"] = dict.fromkeys(data["assignees"], text)
    data["goal"] = data["goal"] | {"text": text}
    for entry in (*data["included"], *data["excluded"]):
        entry["reason"] = text
    for conflict in data["conflicts"]:
        conflict["message"] = text
    for entry in data["excluded"]:
        entry["remedy"] = text
    data["what_if"]["changes"] = [text]
    data["bottleneck"]["sentence"] = text
    data["evidence"][1]["detail"] = text
    return data


@pytest.mark.parametrize("payload", MARKDOWN_PAYLOADS)
def test_no_title_changes_the_structure(payload: str) -> None:
    found = structure(as_markdown("en", with_text(payload)))
    assert found == structure(as_markdown("en", with_text("plain")))
    assert not {"link_open", "image", "html_inline", "html_block"} & set(found)


@pytest.mark.parametrize("payload", CONTROL_PAYLOADS)
def test_no_control_reaches_terminal_or_document(payload: str) -> None:
    data = with_text(payload)
    assert controls_in(as_markdown("en", data)) == set()
    assert controls_in(as_text("en", data)) == set()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_gap_and_a_short_history_are_said(language: str) -> None:
    data = plan_data(language, short_history=True, proven=False)
    view = plan_view(data, language, as_of=AS_OF)
    assert "6.5" in view.proof
    assert "5.33%" in view.proof
    assert view.forecast == ()
    assert "18" in view.forecast_lines[0]
    for shown in (as_markdown(language, data), as_text(language, data)):
        assert "P85" not in shown


@pytest.mark.parametrize(("probability", "said"), [(1.0, ">99%"), (0.0, "<1%"), (0.855, "86%")])
def test_a_forecast_is_never_quite_sure(probability: float, said: str) -> None:
    data = plan_data("en")
    data["forecast"]["probability"] = probability
    assert plan_view(data, "en").forecast_lines[1].endswith(f"by 1 Jan 2027: {said}.")


def test_many_left_out_items_are_counted() -> None:
    data = plan_data("en")
    data["excluded"] = [{"id": f"X-{n}", "reason_code": "not_ready", "reason": ""} for n in range(50)]
    view = plan_view(data, "en")
    assert len(view.left_out) == MOST_LEFT_OUT
    assert view.left_out_more == "and 20 more; --format json lists all"
    assert view.left_out[0] == ("X-0", "", "not ready", "–")


def test_an_empty_plan_is_a_plan() -> None:
    data = plan_data("en")
    data |= {"included": [], "excluded": [], "conflicts": [], "sprints": [], "objective": 0, "bound": 0}
    data["goal"] = data["velocity"] = data["capacity"] = None
    data["bottleneck"] = {"kind": "nothing", "value": 0, "items": []}
    data["forecast"] = {"percentiles": {}, "history_used": [], "points": 0}
    assert "No open item is left out." in as_markdown("en", data)
    assert "Nothing planned has points" in as_text("en", data)


@pytest.mark.parametrize(("language", "said"), [("en", "22 sprints, all empty"), ("ko", "스프린트 22개")])
def test_empty_sprints_that_follow_one_another_are_told_once(language: str, said: str) -> None:
    data = plan_data(language)
    last = data["sprints"][-1]
    assert not last["items"]
    data["sprints"] += [last | {"id": f"E-{n}"} for n in range(21)]
    view = plan_view(data, language)
    assert [sprint.id for sprint in view.sprints] == ["S-8", "S-9", "S-10 … E-20"]
    for shown in (as_markdown(language, data), as_text(language, data)):
        assert said in shown
        assert "E-5" not in shown


# @req MR-12.1
def test_both_languages_have_the_same_words_and_gaps() -> None:
    gaps = {key: sorted(part.split("}")[0] for part in text.split("{")[1:]) for key, text in _EN.items()}
    assert {
        key: sorted(part.split("}")[0] for part in text.split("{")[1:]) for key, text in _KO.items()
    } == gaps


def test_a_template_of_the_project_goes_first(tmp_path: Path) -> None:
    folder = tmp_path / "templates" / "maestro"
    folder.mkdir(parents=True)
    (folder / "plan.en.md.j2").write_text("{{ plan.proof }}: {{ data.objective }}")
    assert plan_markdown(plan_data("en"), "en", root=tmp_path) == (
        "Optimal: value 122 of at most 122 — proven: 122\n"
    )
