"""Random items and field values, for tests with Hypothesis."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from maestro_cli.model.items import Item, Kind, Place, Priority, Reference, Status, ThreePoint, Waiver

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._#/-]{0,8}", fullmatch=True)
texts = st.one_of(
    st.sampled_from(
        [
            "null",
            "~",
            "yes",
            "012",
            "1:30",
            "- a",
            "a: b",
            "a #b",
            "'q'",
            '"',
            "[x]",
            "=1+1",
            "-5",
            "@x",
            "…",
            "가 나",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
)
words = texts.map(lambda text: " ".join(text.split()))
lines = words.filter(bool)
stripped = texts.map(str.strip).filter(bool)
prose = texts.map(lambda text: text.replace("\r\n", "\n").replace("\r", "\n").strip())
paragraphs = st.lists(prose, max_size=3).map("\n\n".join).map(str.strip)
numbers = st.one_of(st.none(), st.integers(0, 100).map(float), st.floats(0, 1e9).map(lambda x: round(x, 3)))
days = st.one_of(st.none(), st.dates(date(1000, 1, 1)))


def lists(entries: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(entries, max_size=3, unique=True).map(tuple)


references = st.builds(Reference, ids, st.one_of(st.none(), st.from_regex("[0-9a-f]{8}", fullmatch=True)))
estimates = st.lists(st.integers(0, 50).map(float), min_size=3, max_size=3).map(
    lambda n: ThreePoint(*sorted(n))
)
waivers = st.builds(Waiver, stripped, texts.map(str.strip), days)

items = st.builds(
    Item,
    id=ids,
    title=lines,
    place=st.just(Place("a", 1)),
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    priority=st.sampled_from(Priority),
    description=paragraphs,
    points=numbers,
    value=numbers,
    parent=st.one_of(st.none(), ids),
    satisfies=st.lists(references, max_size=3, unique=True).map(tuple),
    depends_on=lists(ids),
    linked_feature=st.one_of(st.none(), ids),
    linked_stories=lists(ids),
    linked_task=st.one_of(st.none(), ids),
    assignee=st.one_of(st.none(), stripped),
    labels=lists(stripped),
    skills=lists(stripped),
    sprint=st.one_of(st.none(), stripped),
    estimate=st.one_of(st.none(), estimates),
    created=days,
    started=days,
    completed=days,
    due=days,
    blocked_reason=st.one_of(st.none(), stripped),
    waive=st.lists(waivers, max_size=2).map(tuple),
)
