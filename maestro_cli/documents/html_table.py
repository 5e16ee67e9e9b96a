"""Tables of HTML pages: complete without scripts, sorted and filtered by the page's script where one runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from maestro_cli.documents.html import Html, joined, tag, text
from maestro_cli.documents.locale import format_number

MANY = 12
"""Names in one cell above which they are folded."""

LONG = 500
"""Rows above which a table is long."""

ANCHOR = "i-"
"""What the ids of rows begin with, so that no item can take the name of a part of the page."""

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HtmlColumn:
    """A column; numbers are set flush right and sorted as numbers.

    `size` is narrow, wide or empty: how wide it is in a long table, where widths do not follow the cells.
    """

    title: str
    numeric: bool = False
    size: str = ""


@dataclass(frozen=True, slots=True)
class HtmlCell:
    """A cell; `sort` is what it is sorted by, where that is not its text."""

    content: str
    sort: str | int | None = None


@dataclass(frozen=True, slots=True)
class HtmlRow:
    """A row; `facets` are what it is filtered by. `anchor` is the id that links lead to.

    Cells beyond the columns of the table are left out.
    """

    cells: Sequence[HtmlCell]
    facets: Mapping[str, str] = field(default_factory=dict)
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice of one facet: its label, and the words for its values, in order."""

    facet: str
    label: str
    values: Mapping[str, str]


def table(
    name: str,
    caption: str,
    columns: Sequence[HtmlColumn],
    rows: Sequence[HtmlRow],
    words: Words,
    filters: Sequence[Filter] = (),
    *,
    search: bool = True,
) -> Html:
    """Return a table with the form that filters it; the form shows where a script runs.

    The first cell of a row is its head. A filter is offered where rows differ in it.
    """
    heads = (
        tag("th", column.title, scope="col", class_=_class(column), data_label=_label(column, words))
        for column in columns
    )
    body = "\n".join(_row(row, columns) for row in rows)
    form = (_form(name, rows, filters, words),) if search else ()
    return joined(
        (
            *form,
            tag(
                "table",
                tag("caption", caption),
                tag("thead", tag("tr", *heads)),
                tag("tbody", Html(f"\n{body}\n")),
                id=name,
                class_="long" if len(rows) > LONG else None,
            ),
        ),
        "\n",
    )


def names(ids: Sequence[str], words: Words, anchors: Collection[str]) -> Html:
    """Return ids with a comma between them, those in `anchors` linked to their row, many of them folded.

    `anchors` are the ids of all rows of the table.
    """
    listed = joined(
        (tag("a", one, href=f"#{ANCHOR}{quote(one)}") if one in anchors else tag("span", one) for one in ids),
        ", ",
    )
    if len(ids) <= MANY:
        return listed
    return tag("details", tag("summary", words["many"].format(count=format_number(len(ids)))), listed)


def chip(label: str, look: str) -> Html:
    """Return a word on its colour."""
    return tag("span", label, class_=f"chip {look}")


def share_bar(parts: Iterable[tuple[str, str, int]]) -> Html:
    """Return a bar of (look, label, count), each part as wide as its share."""
    known = [(look, label, count) for look, label, count in parts if count]
    total = sum(count for _, _, count in known)
    drawn, left = [], 0.0
    for look, _, count in known:
        width = 100 * count / total
        drawn.append(
            tag(
                "rect",
                class_=look,
                x=f"{left:.2f}",
                y=0,
                width=f"{width:.2f}",
                height=4,
            )
        )
        left += width
    said = ", ".join(f"{label} {format_number(count)}" for _, label, count in known)
    return tag(
        "svg",
        *drawn,
        class_="share",
        viewBox="0 0 100 4",
        preserveAspectRatio="none",
        role="img",
        aria_label=said,
    )


def _class(column: HtmlColumn) -> str | None:
    return "number" if column.numeric else column.size or None


def _label(column: HtmlColumn, words: Words) -> str:
    return words["sort"].format(title=column.title)


def _row(row: HtmlRow, columns: Sequence[HtmlColumn]) -> Html:
    first, *rest = row.cells
    cells = [tag("th", first.content, scope="row", data_sort=first.sort)]
    for cell, column in zip(rest, columns[1:], strict=False):
        look = "number" if column.numeric else None
        cells.append(tag("td", cell.content, class_=look, data_sort=cell.sort))
    facets = "".join(f' data-{facet}="{text(value)}"' for facet, value in row.facets.items())
    anchor = "" if row.anchor is None else f' id="{ANCHOR}{text(row.anchor)}"'
    return Html(f"<tr{anchor}{facets}>{''.join(cells)}</tr>")


def _form(name: str, rows: Sequence[HtmlRow], filters: Sequence[Filter], words: Words) -> Html:
    search = tag("label", words["search"], tag("input", type="search", name="text", autocomplete="off"))
    choices = [_choice(one, Counter(row.facets.get(one.facet, "") for row in rows), words) for one in filters]
    return tag(
        "form",
        search,
        *(choice for choice in choices if choice),
        tag("button", words["clear"], type="reset"),
        tag("output", data_shown=words["shown"], for_=name),
        class_="filters",
        data_table=name,
        hidden=True,
    )


def _choice(one: Filter, counts: Counter[str], words: Words) -> Html | None:
    if len(counts) < 2:
        return None
    known = [value for value in one.values if counts[value]]
    options = [
        tag("option", f"{one.values[value]} ({format_number(counts[value])})", value=value) for value in known
    ]
    first = tag("option", words["any"], value="")
    return tag("label", one.label, tag("select", first, *options, name=one.facet))
