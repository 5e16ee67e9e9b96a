"""What the benchmark measures is what it says: sizes, links, histories, and a table that judges."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import generate
from benchmarks.planning import DAY, dump_model
from benchmarks.table import END, START, Row, table, write
from maestro_cli.model.items import Kind
from maestro_cli.settings.loading import load_settings
from maestro_cli.sources.loading import load_backlog
from maestro_cli.traceability.check import check
from maestro_cli.traceability.interface import TraceContext


@pytest.mark.parametrize("write_items", [generate.write_yaml, generate.write_csv])
def test_generated_items_are_linked_and_without_faults(
    tmp_path: Path, write_items: Callable[[Path, int, int], None]
) -> None:
    write_items(tmp_path, 200, 7)
    settings = load_settings(tmp_path, {}).settings
    backlog = load_backlog(tmp_path, settings)
    assert backlog.diagnostics == ()
    assert Counter(item.kind for item in backlog) == {
        Kind.REQUIREMENT: 20,
        Kind.EPIC: 10,
        Kind.STORY: 70,
        Kind.TASK: 100,
    }
    assert len(list((tmp_path / "backlog").iterdir())) == 7
    report = check(TraceContext(backlog, settings, DAY, None, [], []))
    assert [violation for result in report.results for violation in result.violations] == []


def test_dense_items_have_five_links_each_and_no_fault(tmp_path: Path) -> None:
    generate.write_dense(tmp_path, 1_000, 3)
    settings = load_settings(tmp_path, {}).settings
    backlog = load_backlog(tmp_path, settings)
    links = sum(len(item.satisfies) + len(item.depends_on) + (item.parent is not None) for item in backlog)
    assert len(backlog) == 1_000
    assert links == generate.count_links(1_000)
    report = check(TraceContext(backlog, settings, DAY, None, [], []))
    assert [violation for result in report.results for violation in result.violations] == []


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate.write_yaml(tmp_path / name, 50)
        generate.write_history(tmp_path / name, 5, 2, 2, 5)
    texts, heads = set(), set()
    for name in ("one", "two"):
        texts.add((tmp_path / name / "backlog" / "items-00000.yaml").read_bytes())
        heads.add(_git(tmp_path / name, "rev-parse", "HEAD"))
    assert (len(texts), len(heads)) == (1, 1)


def test_a_history_has_as_many_commits_in_as_many_days_as_asked(tmp_path: Path) -> None:
    generate.write_plan(tmp_path, 3)
    generate.write_history(tmp_path, 30, 3, 1, 5)
    days = Counter(_git(tmp_path, "log", "--format=%cs").splitlines())
    assert sum(days.values()) == 30
    assert max(days) == DAY.isoformat()
    assert len(days) in {3, 4}  # three times 24 hours


def test_the_dumped_model_is_the_programme_of_the_plan(tmp_path: Path) -> None:
    import numpy as np

    generate.write_plan(tmp_path, 20)
    dump_model(tmp_path, tmp_path / "model.npz")
    with np.load(tmp_path / "model.npz") as model:
        assert set(model) == {"costs", "starts", "index", "value", "upper"}
        assert len(model["costs"]) > 20
        assert len(model["starts"]) == len(model["upper"]) + 1
        assert model["starts"][-1] == len(model["index"]) == len(model["value"])


def test_a_row_is_judged_by_its_ratio_or_by_its_value() -> None:
    assert Row("a", 2.6, "s", "floor", 2.0, 1.3).holds is True
    assert Row("a", 2.8, "s", "floor", 2.0, 1.3).holds is False
    assert Row("a", 700, "MiB", limit=600).holds is False
    assert Row("a", 1).holds is None


def test_the_table_replaces_what_stands_between_the_markers_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{START}old\n{END}\nafter\n", encoding="utf-8")
    write(page, table([Row("a", 2.6, "s", "floor", 2.0, 1.3, 12)]))
    lines = page.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "before"
    assert "| a | 2.60 s | floor | 2.00 s | 1.30 | ≤ 1.3 × | yes | 12 |" in lines
    assert lines[-2:] == [END, "after"]
    page.write_text("no place", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        write(page, "")


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True
    ).stdout
