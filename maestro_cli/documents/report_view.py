"""What a report template sees of a section: figures with footnotes, rows as text, sentences.

Everything here is Markdown already: text from outside is escaped where it comes in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from maestro_cli.documents.escape import Markdown, md_text
from maestro_cli.documents.figures import mark, said, shown, shown_number
from maestro_cli.documents.report_words import also_said, say
from maestro_cli.llm.narrator import GAP
from maestro_cli.model.evidence import subject_of

MOST_NAMES = 3
"""Names and ids in one cell or after one sentence; an ellipsis says that there are more."""

Data = Mapping[str, Any]


class SectionView:
    """A section as its template block sees it."""

    def __init__(self, section: Data, evidence: Mapping[str, str], language: str) -> None:
        """See `section` in `language`; `evidence` has the titles of items."""
        self._section = section
        self._evidence = evidence
        self._language = language
        self._figures: dict[str, Data] = {figure["name"]: figure for figure in section["figures"]}

    def fig(self, name: str) -> Markdown:
        """Return the figure with its unit and its footnote mark."""
        figure = self._figures[name]
        return Markdown(shown(figure, self._language) + mark(figure))

    def cite(self, name: str) -> Markdown:
        """Return the footnote mark alone."""
        return Markdown(mark(self._figures[name]))

    def value(self, name: str) -> object:
        """Return the bare value, to choose a sentence by."""
        return self._figures[name]["value"]

    def has(self, name: str) -> bool:
        """Tell whether there is such a figure."""
        return name in self._figures

    def rows(self, name: str) -> list[RowView]:
        """Return the rows of a list."""
        return [RowView(row, self) for row in self._list(name)]

    def more(self, name: str) -> Markdown:
        """Return the line that says how much a list was cut by; empty where it was not."""
        return self.word("more_rows", count=self.fig(name)) if self.has(name) else Markdown("")

    @property
    def sentences(self) -> list[Markdown]:
        """The narrator's sentences, their gaps filled with figures."""
        return [
            Markdown(GAP.sub(lambda gap: self._fill(gap[1], gap[2]), text))
            for text in self._list("sentences")
        ]

    @property
    def risks(self) -> Iterator[dict[str, Markdown]]:
        """Severity, sentence and ids of each risk."""
        for risk in self._list("risks"):
            keys = [f"risk.{risk['code']}", *also_said(self._language, risk["code"], risk["figures"])]
            sentence = _joined([self.phrase(key, risk["figures"]) for key in keys], ". ")
            severity = self.word(f"severity.{risk['severity']}")
            yield {"severity": severity, "sentence": sentence, "ids": self.ids(risk["ids"], risk["count"])}

    @property
    def steps(self) -> list[Markdown]:
        """The next steps as sentences."""
        return [self.step(step) for step in self._list("steps")]

    @property
    def gaps(self) -> Iterator[dict[str, Markdown]]:
        """Message and fix of each gap in the data."""
        for gap in self._list("gaps"):
            name = f"quality.{gap['code']}"
            message = self.word(f"gap.{gap['code']}", value=self.fig(name), cite=self.cite(name))
            yield {"message": message, "fix": self.word(f"gap.{gap['code']}.fix")}

    @property
    def people(self) -> Iterator[dict[str, Markdown]]:
        """Who did what, has what in hand and is stuck on what."""
        for number, person in enumerate(self._list("people"), 1):
            done = [row.item for row in self.rows(f"{number}.done")]
            did = [self.word("did.done", items=", ".join(done))] if done else []
            touched = self.ids(person["touched"], len(person["touched"]))
            did += [
                self.word(f"did.{key}", commits=self.fig(person[key]), items=touched)
                for key in ("linked", "unlinked")
                if key in person
            ]
            today = [row.item + row.among("points", "age") for row in self.rows(f"{number}.today")]
            stuck = [
                row.item + (f": {row.reason}" if row.reason else "") for row in self.rows(f"{number}.blocked")
            ]
            yield {
                "name": md_text(said(person["name"])),
                "did": _joined(did, "; "),
                "today": _joined(today),
                "blocked": _joined(stuck, "; "),
            }

    def entries(self, name: str) -> Iterator[dict[str, Markdown]]:
        """Rows of text and figures: `name`, every text by its key, every figure with its mark by its key.

        `code` is a word of ours, to choose a wording by.
        """
        for row in self._list(name):
            texts = {key: md_text(text) for key, text in row.get("texts", {}).items()}
            figures = {key: self.fig(figure) for key, figure in row.get("figures", {}).items()}
            code = {"code": Markdown(row["code"])} if "code" in row else {}
            yield {"name": md_text(said(row["name"])), **texts, **figures, **code}

    @property
    def circles(self) -> list[Markdown]:
        """The circles of dependencies, each from an id back to it."""
        return [
            _joined([f"**{md_text(name)}**" for name in (*row["ids"], row["ids"][0])], " → ")
            for row in self._list("cycles")
        ]

    def phrase(self, key: str, figures: Mapping[str, str], who: str = "") -> Markdown:
        """Return a wording with the figures of these roles in its gaps."""
        return self.word(key, who=who, **{role: self.fig(name) for role, name in figures.items()})

    def step(self, step: Data) -> Markdown:
        """Return a next step as a sentence."""
        return self.phrase(
            f"step.{step['code']}", step.get("figures", {}), self.who(step["id"], step["person"])
        )

    def who(self, item_id: str | None, person: str | None) -> Markdown:
        """Return an item and whose it is."""
        if item_id is None:
            return Markdown("")
        return Markdown(f"**{md_text(item_id)}**" + (f" ({md_text(said(person))})" if person else ""))

    def ids(self, ids: Sequence[str], total: int) -> Markdown:
        """Return the first ids, stressed."""
        listed = [f"**{md_text(name)}**" for name in ids[:MOST_NAMES]]
        return _joined([*listed, "…"] if total > len(listed) and listed else listed)

    def shown(self, name: str) -> Markdown:
        """Return a figure with its unit and without a mark; empty where there is none."""
        return Markdown(shown(self._figures[name], self._language) if name in self._figures else "")

    def number(self, name: str) -> Markdown:
        """Return a figure's number alone."""
        return Markdown(shown_number(self._figures[name]) if name in self._figures else "")

    def word(self, key: str, **gaps: str) -> Markdown:
        """Return a wording, its gaps filled with Markdown."""
        return Markdown(say(self._language, key, **gaps))

    def _list(self, name: str) -> list[Any]:
        found: list[Any] = self._section["lists"].get(name, [])
        return found

    def _fill(self, only_cite: str | None, name: str) -> str:
        return self.cite(name) if only_cite else self.fig(name)


class RowView:
    """A row of a list: `row.points` is its figure with unit, `row.item` its id and title."""

    def __init__(self, row: Data, section: SectionView) -> None:
        """See one row of `section`."""
        self._row = row
        self._section = section

    @property
    def id(self) -> Markdown:
        """The id, stressed: how a line cites what it speaks of."""
        return Markdown(f"**{md_text(self._row['id'])}**")

    @property
    def item(self) -> Markdown:
        """Id and title."""
        return Markdown(f"{self.id} {md_text(self._row['title'])}".strip())

    def among(self, *fields: str) -> Markdown:
        """Return the fields that are known, in brackets; empty where none is."""
        known = [text for field in fields if (text := str(getattr(self, field)))]
        return Markdown(f" ({', '.join(known)})" if known else "")

    def number(self, field: str) -> Markdown:
        """Return the number of a field without its unit, for a table."""
        return self._section.number(f"{subject_of(self._row['id'])}.{field}")

    @property
    def status(self) -> Markdown:
        """The status in words."""
        return self._section.word(f"status.{self._row['status']}")

    @property
    def assignee(self) -> Markdown:
        """Whose it is."""
        return _outside(self._row["assignee"])

    @property
    def age(self) -> Markdown:
        """How long it has been in work; empty where that is not known."""
        days = self.age_days
        return self._section.word("age", days=days) if days else Markdown("")

    @property
    def reason(self) -> Markdown:
        """Why it is blocked, as given."""
        return _outside(self._row.get("reason"))

    @property
    def name(self) -> Markdown:
        """The id as text."""
        return md_text(self._row["id"])

    @property
    def sprint(self) -> Markdown:
        """The sprint it is planned in."""
        return _outside(self._row.get("sprint"))

    @property
    def needs(self) -> Markdown:
        """What it needs."""
        return self._section.ids(self._row["needs"], len(self._row["needs"]))

    @property
    def needed_by(self) -> Markdown:
        """What needs it."""
        return self._section.ids(self._row["needed_by"], len(self._row["needed_by"]))

    @property
    def since_basis(self) -> str | None:
        """Which date `since` is: started or created."""
        basis: str | None = self._row["since_basis"]
        return basis

    @property
    def waiting(self) -> Markdown:
        """What it waits for, and whose that is."""
        rows = self._row["waiting_for"]
        listed = [self._section.who(row["id"], row["assignee"]) for row in rows[:MOST_NAMES]]
        return _joined([*listed, "…"] if len(rows) > MOST_NAMES else listed)

    @property
    def step(self) -> Markdown:
        """What unblocks it."""
        return self._section.step(self._row["next_step"])

    @property
    def authors(self) -> Markdown:
        """Who made the commits."""
        names = [md_text(said(name)) for name in self._row["authors"][:MOST_NAMES]]
        return _joined([*names, "…"] if self._row["author_count"] > MOST_NAMES else names)

    @property
    def shas(self) -> Markdown:
        """The newest commits."""
        return _joined([f"`{sha}`" for sha in self._row["shas"][:MOST_NAMES]], " ")

    def __getattr__(self, field: str) -> Markdown:
        """Return a figure of the row with its unit; empty where it is not known."""
        if field.startswith("_"):
            raise AttributeError(field)
        return self._section.shown(f"{subject_of(self._row['id'])}.{field}")


def _joined(parts: Sequence[str], separator: str = ", ") -> Markdown:
    return Markdown(separator.join(parts))


def _outside(text: str | None) -> Markdown:
    return md_text(said(text)) if text else Markdown("")
