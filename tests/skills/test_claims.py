"""Claims in sentences of many hands: false ones are found, true ones stay."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.projects import shop
from tests.skills import wording_kept
from tests.skills.claims import Claim, Facts, facts_of, false_claims, true_claims
from tests.skills.wording import Wording
from tests.skills.wording_known_en import ENGLISH
from tests.skills.wording_known_ko import KOREAN

KNOWN: Wording = {"en": ENGLISH, "ko": KOREAN}
KEPT: Wording = {"en": wording_kept.ENGLISH, "ko": wording_kept.KOREAN}
PEOPLE = ("Noor", "Emil", "Tae-yang", "Freja", "Iker")


def large(root: Path, language: str, chance: random.Random) -> Path:
    """Make a project of 240 items that looks like no other."""
    verbs, nouns = (
        ("Sort", "Export", "Archive", "Share", "Price"),
        ("ledger", "catalogue", "invoice", "parcel"),
    )
    items = []
    for number in range(240):
        status = chance.choice(("ready", "ready", "in_progress", "blocked", "done"))
        title = f"{chance.choice(verbs)} the {chance.choice(nouns)} of branch {number}"
        fields = [
            f"id: P-{number}",
            f"title: {title}",
            f"status: {status}",
            f"points: {chance.choice((1, 2, 3, 5, 8, 13))}",
            f"assignee: {chance.choice(PEOPLE)}",
            f"due: 2026-12-{chance.randint(1, 28):02}",
        ]
        fields += [f"started: 2026-11-{chance.randint(1, 9):02}"] if status != "ready" else []
        fields += [f"completed: 2026-11-{chance.randint(10, 17):02}"] if status == "done" else []
        fields += [f"blocked_reason: the {chance.choice(nouns)} is late"] if status == "blocked" else []
        fields += [f"depends_on: [P-{chance.randrange(number)}]"] if number and chance.random() < 0.2 else []
        items.append(f"- {{{', '.join(fields)}}}")
    (root / "backlog").mkdir(parents=True)
    (root / "backlog" / "items.yaml").write_text("\n".join(items) + "\n")
    team = "".join(f"  - {{name: {name}}}\n" for name in PEOPLE)
    (root / "maestro.yaml").write_text(
        f"project: {{id: big, name: Big, language: {language}}}\nteam:\n{team}"
        "sprint: {length_days: 14, starts: 2026-11-09, points_per_sprint: 60}\nsprints:\n"
        "  - {id: Q-1, start: 2026-10-12, end: 2026-10-25, committed: 40, completed: 48}\n"
        "  - {id: Q-2, start: 2026-10-26, end: 2026-11-08, committed: 50, completed: 41}\n"
    )
    return root


SEED = 20261118


@pytest.fixture(scope="module", params=[KNOWN, KEPT], ids=["known", "kept"])
def facts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Facts]:
    found: list[Facts] = []
    for language in ("en", "ko"):
        folder = tmp_path_factory.mktemp(language)
        found += facts_of(shop(folder / "shop", language), language, request.param)
        found += facts_of(large(folder / "large", language, random.Random(SEED)), language, request.param)
    return found


def sampled(claims: list[Claim], most: int, chance: random.Random) -> list[Claim]:
    """Return so many of each kind at most."""
    chance.shuffle(claims)
    kinds: Counter[str] = Counter()
    kept = []
    for claim in claims:
        kinds[claim.kind] += 1
        if kinds[claim.kind] <= most:
            kept.append(claim)
    return kept


# @req MR-14.10
@pytest.mark.parametrize("seed", [SEED, SEED + 1, SEED + 2])
def test_false_claims_are_dropped_and_true_ones_are_not(facts: list[Facts], seed: int) -> None:
    chance = random.Random(seed)
    true = sampled([claim for each in facts for claim in true_claims(each, chance)], 600, chance)
    false = sampled([claim for each in facts for claim in false_claims(each, chance)], 60, chance)
    kinds = Counter(claim.kind for claim in false)
    assert len(true) >= 200
    assert len(kinds) == 11, kinds
    flagged = [claim.text for claim in true if claim.is_dropped]
    missed = Counter(claim.kind for claim in false if not claim.is_dropped)
    assert len(flagged) <= 0.02 * len(true), flagged
    assert missed.total() <= 0.05 * len(false), (missed, kinds)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_is_kept_is_not_what_the_check_was_mended_on(language: str) -> None:
    known, kept = asdict(KNOWN[language]), asdict(KEPT[language])
    assert {name: set(known[name]) & set(kept[name]) for name in kept} == {name: set() for name in kept}
