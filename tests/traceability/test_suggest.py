"""Laws of suggested links: what they may not depend on, and what they have to find."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.errors import UsageError
from maestro_cli.model.backlog import Backlog
from maestro_cli.model.terms import grams, parts, same_text, stems
from maestro_cli.model.texts import Text
from maestro_cli.traceability.suggest import gaps, recovery
from maestro_cli.traceability.suggest.gaps import find_gaps
from maestro_cli.traceability.suggest.measure import average_precision, flags, quality
from maestro_cli.traceability.suggest.products import Terms, cosines
from maestro_cli.traceability.suggest.recovery import Link, recover
from maestro_cli.traceability.suggest.vectors import vectors
from tests.traceability.projects import item

WORDS = [
    *("customer", "order", "orders", "pay", "payment", "card", "getOrderId", "HTTPServer", "v2", "x", "12"),
    *(
        "로그인",
        "로그인을",
        "결제",
        "prenotazione",
        "prenotare",
        "camera",
        "Straße",
        "ÉTAGE",
        "注文",
        "the",
        "_",
        "-",
    ),
]
BODY = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
ANYTHING = st.text(max_size=30)


def texts(prefix: str, bodies: st.SearchStrategy[str] = BODY) -> st.SearchStrategy[list[Text]]:
    made = st.lists(st.tuples(bodies, bodies), min_size=1, max_size=6)
    return made.map(lambda rows: [Text(f"{prefix}{n}", body, title) for n, (body, title) in enumerate(rows)])


def links(sources: Sequence[Text], targets: Sequence[Text], limit: int = 1000) -> list[Link]:
    return [link for part in recover(sources, targets) for link in part.links(limit)]


def plain(text: Text) -> str:
    return unicodedata.normalize("NFKC", f"{text.id} {text.title} {text.body}").casefold()


@settings(max_examples=60, deadline=None)
@given(texts("S"), texts("T"), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_changes_nothing(s: list[Text], t: list[Text], order: random.Random) -> None:
    expected = links(s, t)
    assert len(expected) == len(s) * len(t)
    assert links(order.sample(s, len(s)), order.sample(t, len(t))) == expected


# @req MR-6.14
@settings(max_examples=60, deadline=None)
@given(texts("S", BODY | ANYTHING), texts("T", BODY | ANYTHING))
def test_scores_lie_in_0_to_1_best_first_and_words_stand_in_both_texts(s: list[Text], t: list[Text]) -> None:
    source, target = {text.id: plain(text) for text in s}, {text.id: plain(text) for text in t}
    found = links(s, t)
    for link in found:
        assert 0 <= link.score <= 1
        for tie in link.why:
            assert tie.word
            assert tie.word in source[link.source]
            assert tie.word in target[link.target]
            assert 0 < tie.weight <= 1
        assert sum(tie.weight for tie in link.why) <= 1.001
    for one, two in pairwise(found):
        assert (one.source, -one.score, one.target) < (two.source, -two.score, two.target)


@settings(max_examples=60, deadline=None)
@given(texts("S"), texts("T"), st.data())
def test_a_text_equal_to_a_target_ranks_first(s: list[Text], t: list[Text], data: st.DataObject) -> None:
    model = data.draw(st.sampled_from(t))
    twin = Text("S-twin", model.body, model.title)
    best = next(link for link in links([*s, twin], t, 1) if link.source == twin.id)
    if same_text(twin):
        same = {text.id for text in t if same_text(text) == same_text(twin)}
        assert (best.score, best.target) == (1, min(same))


# @req MR-6.14
@pytest.mark.parametrize(
    ("source", "right", "others"),
    [
        (
            "로그인에 실패하면 잠근다",
            "로그인을 다섯 번 틀리면 계정 잠금",
            ("결제를 취소한다", "주문을 조회한다"),
        ),
        ("카드결제 오류", "결제 오류를 알린다", ("비밀번호를 바꾼다", "주문 목록")),
        (
            "Il cliente prenota una camera",
            "void inserisciPrenotazione(Cliente c)",
            ("class Fattura stampa conto", "void cancellaUtente()"),
        ),
        ("Cancel a reservation", "cancelReservation()", ("createInvoice()", "listUsers()")),
        ("An HTTP server starts", "class HTTPServer", ("class FileReader", "class UserList")),
        ("Authentcation of users", "authentication", ("printing", "invoicing")),
        ("parcel-tracking", "PARCEL_TRACKING_V2", ("order_list_v2", "user_v2")),
    ],
)
def test_the_right_one_is_found_in_any_language(source: str, right: str, others: tuple[str, ...]) -> None:
    targets = [Text("z", right), *(Text(f"a{n}", body) for n, body in enumerate(others))]
    first = links([Text("S", source)], targets)[0]
    assert first.target == "z"
    assert first.why


def test_an_id_says_what_its_text_does_not() -> None:
    targets = [Text("Invoice.java", "class A"), Text("Order.java", "class A"), Text("User.java", "class A")]
    assert links([Text("1", "change an order")], targets)[0].target == "Order.java"


def test_words_that_all_texts_say_do_not_tie() -> None:
    targets = [Text(str(n), f"the {word} of the system") for n, word in enumerate(("alpha", "beta", "gamma"))]
    link = links([Text("S", "the gamma of the system")], targets)[0]
    assert (link.target, link.why[0].word) == ("2", "gamma")


def test_known_links_teach_where_they_help() -> None:
    """Stories that speak of screens belong to UI and those of tables to Data; neither epic says so."""
    screens = [Text(f"U{n}", f"screen colour {word}") for n, word in enumerate("abcdef")]
    tables = [Text(f"D{n}", f"table column {word}") for n, word in enumerate("ghijkl")]
    epics = [Text("E-DATA", "Persistence"), Text("E-UI", "Front end")]
    known = {(s.id, "E-UI") for s in screens[1:]} | {(s.id, "E-DATA") for s in tables[1:]}
    (part,) = recover([*screens, *tables], epics, known)
    best = {link.source: link.target for link in part.links(1)}
    assert (best["U0"], best["D0"]) == ("E-UI", "E-DATA")
    (blind,) = recover([*screens, *tables], epics)
    assert {link.target for link in blind.links(1)} == {"E-DATA"}, "a tie, so the first id"


def test_many_sources_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [Text(f"S{n}", f"word{n} common") for n in range(10)]
    targets = [Text(f"T{n}", f"word{n} common") for n in range(10)]
    monkeypatch.setattr(recovery, "AT_A_TIME", 30)
    cut = list(recover(sources, targets))
    assert [len(part.sources) for part in cut] == [3, 3, 3, 1]
    assert all(link.target[1:] == link.source[1:] for part in cut for link in part.links(1))
    monkeypatch.setattr(recovery, "MOST_PAIRS", 99)
    with pytest.raises(UsageError, match="too many"):
        list(recover(sources, targets))


def test_nothing_comes_of_nothing() -> None:
    assert links([], [Text("T", "x")]) == links([Text("S", "x")], []) == []
    assert [link.why for link in links([Text("S", "")], [Text("T", "")])] == [()]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 40), st.integers(0, 9), st.floats(0.01, 0.9))
def test_products_are_those_of_dense_matrices(n: int, m: int, width: int, seed: int, share: float) -> None:
    random_ = np.random.default_rng(seed)
    dense = [(random_.random((rows, width)) * (random_.random((rows, width)) < share)) for rows in (n, m)]
    sides = []
    for matrix in dense:
        columns, rows = np.nonzero(matrix.T)
        sides.append(Terms(len(matrix), rows, columns, matrix[rows, columns].astype(np.float32)))
    assert np.allclose(cosines(*sides), dense[0] @ dense[1].T, atol=1e-5)
    few = np.unique(random_.integers(0, n, 3))
    assert np.allclose(cosines(sides[0].take(few), sides[1]), dense[0][few] @ dense[1].T, atol=1e-5)


def test_vectors_have_length_1() -> None:
    space = vectors([Text("a", "pay the order"), Text("b", "")], [Text("c", "order")])
    lengths = np.bincount(space.sources.rows, space.sources.values**2, minlength=2)
    assert np.allclose(lengths, [1, 0])


@pytest.mark.parametrize(
    ("word", "cut"),
    [
        ("getOrderID2", ["get", "Order", "ID", "2"]),
        ("HTTPServer", ["HTTP", "Server"]),
        ("ÉtageÜber", ["Étage", "Über"]),
        ("API를", ["API", "를"]),
        ("plain", ["plain"]),
        ("2026", ["2026"]),
    ],
)
def test_identifiers_are_cut(word: str, cut: list[str]) -> None:
    assert parts(word) == cut


def test_stems_and_runs() -> None:
    assert stems("Prenotazione") == stems("prenotare") == ["preno"]
    assert stems("로그인") == ["로그", "그인"]
    assert stems("x") == []
    assert grams("pay") == ["_pay", "pay_"]
    assert grams("a") == ["_a_"]


def test_measures_by_hand() -> None:
    scores = np.array([[0.9, 0.8, 0.1], [0.2, 0.7, 0.6]])
    right = flags(
        [Text("a", ""), Text("b", "")], [Text(x, "") for x in "xyz"], {("a", "x"), ("a", "z"), ("b", "z")}
    )
    assert average_precision(scores[0], right[0]) == pytest.approx((1 + 2 / 3) / 2)
    found = quality([scores], [right])
    assert found.map == pytest.approx((5 / 6 + 1 / 2) / 2, abs=1e-4)
    assert found.auc == pytest.approx(4 / 9, abs=1e-4)
    assert found.f1 == pytest.approx(2 * 3 / (3 + 6), abs=1e-4), "all six pairs, three of them right"
    assert (found.recall_at_5, found.answers) == (1, 3)
    halves = quality([scores[:1], scores[1:]], [right[:1], right[1:]])
    assert halves == found, "parts change nothing"


def test_ties_count_half_in_the_auc() -> None:
    assert quality([np.zeros((1, 4))], [np.array([[True, False, False, False]])]).auc == 0.5


def test_gaps_of_a_project() -> None:
    items = [
        item("REQ-1", "requirement", title="Customers pay by card"),
        item("REQ-2", "requirement", title="Parcels are tracked"),
        item("REQ-3", "requirement", title="Track old parcels", status="cancelled"),
        item("REQ-4", "requirement", title="Track many parcels", status="draft"),
        item("EP-1", "epic", title="Payment by card", satisfies=["REQ-1"]),
        item("EP-2", "epic", title="Tracking of parcels", status="cancelled"),
        item("US-1", title="Track a parcel"),
        item("US-2", title="Pay by card", parent="EP-1"),
        item("US-3", title="Pay by credit card", status="done"),
        item("US-4", title="Pay by card", status="cancelled"),
        item("TA-1", "task", title="Track a parcel"),
    ]
    satisfies, parent = find_gaps(Backlog(items), 1, 0.2)
    assert (satisfies.lacking, [(link.source, link.target) for link in satisfies.links]) == (
        1,
        [("REQ-2", "US-1")],
    )
    assert (parent.lacking, [(link.source, link.target) for link in parent.links]) == (2, [("US-3", "EP-1")])


def test_a_large_project_looks_only_at_what_lacks_a_link(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = [item(f"US-{n}", title=f"word{n} pay", parent="EP-1" if n else None) for n in range(9)]
    items = [item("EP-1", "epic", title="Payment"), item("EP-2", "epic", title="Word0"), *stories]
    found = find_gaps(Backlog(items), 1, 0)
    monkeypatch.setattr(gaps, "AT_A_TIME", 17)
    small = find_gaps(Backlog(items), 1, 0)
    assert [gap.lacking for gap in found] == [gap.lacking for gap in small] == [0, 1]
    assert {link.source for gap in small for link in gap.links} == {"US-0"}
