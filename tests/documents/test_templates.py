"""Templates of the project and those that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_cli.documents.escape import Markdown
from maestro_cli.documents.templates import OVERRIDES, render_template
from maestro_cli.errors import UsageError

OWN = f"{OVERRIDES}/note.en.md.j2"


def rendered(root: Path, text: str, **values: object) -> str:
    path = root / OWN
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return render_template("note", "en", values, root)


def test_values_are_escaped_unless_they_are_markdown(tmp_path: Path) -> None:
    text = rendered(tmp_path, "{{ a }} {{ b }} {{ a | text }} {{ a | code }}", a="*x*", b=Markdown("*x*"))
    assert text == "\\*x\\* *x* \\*x\\* `*x*`\n"


def test_filters(tmp_path: Path) -> None:
    template = (
        "{{ 1234.50 }} {{ 0.5 | number }} {{ 3 | share(4) }} {{ '2026-11-21' | date }} "
        "{{ 1 | bar(2, 2, 4) }} {{ 'item:US-1' | ref }} {{ ['*', 'b'] | join(', ') }} {{ none }}{{ true }}"
    )
    assert rendered(tmp_path, template) == "1,234.5 0.5 75% 21 Nov 2026 `██░░` `US-1` \\*, b True\n"


def test_the_language_chooses_the_file_and_english_is_the_last_resort(tmp_path: Path) -> None:
    folder = tmp_path / OVERRIDES
    folder.mkdir(parents=True)
    (folder / "note.en.md.j2").write_text("{{ day | date }}")
    (folder / "note.ko.md.j2").write_text("{{ day | date }}")
    day = {"day": "2026-11-21"}
    assert render_template("note", "en", day, tmp_path) == "21 Nov 2026\n"
    assert render_template("note", "ko", day, tmp_path) == "2026년 11월 21일\n"
    assert render_template("note", "fr", day, tmp_path) == "21 Nov 2026\n"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("fine\n{% if %}", 2),
        ("fine\n\n{{ nothing }}", 3),
        ("{% for x in %}", 1),
        ("a\n{{ 1 / 0 }}", 2),
        ("a\n{{ 'x' | nofilter }}", 2),
        ("a\n{{ value.__class__.__mro__ }}", 2),
        ("a\nb\n{{ 'x'.missing.deeper }}", 3),
        ("a\n{% for x in range(99999) %}{% for y in range(99999) %}{% endfor %}{% endfor %}", 2),
        ("{% for x in range(99999999999) %}{% endfor %}", 1),
        ("a\n{{ 'x' * 99999999999 }}", 2),
        ("{{ 9 ** 99999999 }}", 1),
        ("{{ '%999999999d' % 1 }}", 1),
        ("{{ 'x'.ljust(999999999) }}", 1),
        ("{{ '{:>999999999}'.format(1) }}", 1),
        ("a\n{% include 'note.en.md.j2' %}", 2),
        ("{{ value | date }}", 1),
    ],
)
def test_a_broken_template_of_the_project_is_told_with_its_line(
    tmp_path: Path, template: str, line: int
) -> None:
    with pytest.raises(UsageError) as caught:
        rendered(tmp_path, template, value="text")
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.path, problem.line) == ("E-TEMPLATE", OWN, line)
    assert problem.fix is not None


def test_endless_output_is_stopped(tmp_path: Path) -> None:
    template = "{% for x in range(1000000) %}" + "x" * 100 + "{% endfor %}"
    with pytest.raises(UsageError, match="longer than"):
        rendered(tmp_path, template)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * (2 << 20)])
def test_an_unreadable_template_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / OVERRIDES).mkdir(parents=True)
    (tmp_path / OWN).write_bytes(content)
    with pytest.raises(UsageError):
        render_template("note", "en", {}, tmp_path)


def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    project = tmp_path / "project"
    (project / OVERRIDES).mkdir(parents=True)
    (project / OWN).symlink_to(secret)
    with pytest.raises(UsageError, match="out of the project"):
        render_template("note", "en", {}, project)


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "nothing"])
def test_an_unknown_template_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="there is no template"):
        render_template(name, "en", {}, tmp_path)
