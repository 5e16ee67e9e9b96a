"""A request cut into words and clauses; what is quoted is set apart, and ids of items are no words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from maestro_cli.agents.routing.jamo import is_hangul
from maestro_cli.agents.routing.words_ko import JOINTS, NO_JOINT_ENDINGS, NO_JOINTS
from maestro_cli.settings.language import Language


class Sort(Enum):
    """What a token is."""

    ENGLISH = "english"
    KOREAN = "korean"
    NUMBER = "number"
    DATE = "date"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Token:
    """One word at `start` to `end` of the text, in the clause of that number."""

    sort: Sort
    text: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A request. `text` has what is quoted blanked out; `items` are ids of the project, as it spells them.

    `at` says where each id stands, by the id.
    """

    text: str
    tokens: tuple[Token, ...]
    items: tuple[str, ...]
    at: Mapping[str, int]
    quoted: tuple[str, ...]


_QUOTES = re.compile(
    r"```.*?```|`[^`]+`|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|「[^」]*」|『[^』]*』|‘[^’]*’"
    r"|(?<![\w'])'[^'\n]+'(?![\w'])",
    re.DOTALL,
)
_ID = re.compile(r"#?[A-Za-z0-9][A-Za-z0-9._#/-]*")
_LIKE_ID = re.compile(r"#\d+|[A-Za-z][A-Za-z0-9_]*(?:[-#/_][A-Za-z0-9]+)*[-#_]\d+(?:\.\d+)*", re.ASCII)
_DIGITS = re.compile(r"\d+$", re.ASCII)
_SPLIT_ID = re.compile(r"\b([A-Za-z]{2,10}) ?(\d{1,6})\b", re.ASCII)
_TOKEN = re.compile(
    r"(?P<break>(?:[.;?!,:\n、。，(){}\[\]]|</?[A-Za-z]+>)+)"
    r"|(?P<date>\d{4}-\d\d-\d\d|\d{4}년|\d{1,2}월(?:\s*\d{1,2}일)?)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<english>[^\W\d_가-힣ㄱ-ㆎ]+(?:['’][^\W\d_가-힣ㄱ-ㆎ]+)?\d*)"
    r"|(?P<korean>[가-힣ㄱ-ㆎ]+)"
)
_SNAKE = re.compile(r"\b[A-Za-z]+(?:_[A-Za-z]+)+", re.ASCII)
"""Names of code are no words, and nobody asks for an agent by such a name."""

_AND = frozenset(["and", "then", "plus", "also", "but", "&", "while"])
_AND_KO = frozenset(["그리고", "또", "및", "또한", "그다음", "그런데", "그러나", "다음에"])
_NO_ID = re.compile(r"(?:[tq][1-6]|sprint-?\d+|\d{4}-\d\d-\d\d.*)", re.IGNORECASE)


MOST_WORDS = 200
"""So much of a request is read."""


def read(text: str, item_ids: Iterable[str]) -> Reading:
    """Read a request: quoted parts are set apart, unless nothing else is said."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    plain = "".join(char for char in composed if unicodedata.category(char) not in ("Cf", "Cc"))
    bare, quoted = _unquoted(plain)
    spans = _item_spans(bare, item_ids)
    masked = _SNAKE.sub(lambda found: " " * len(found[0]), _masked(bare, [span for span, _ in spans]))
    tokens = _tokens(masked, bare, {span[0]: span for span, _ in spans})[:MOST_WORDS]
    at: dict[str, int] = {}
    for (start, _), name in spans:
        if name is not None:
            at.setdefault(name, start)
    return Reading(bare, tokens, tuple(at), at, quoted)


_VERB_ENDS = tuple("요 다 까 줘 해 니 지 나 냐 가 어 자 라 죠 네 돼 됨 함 봐 려 야".split())  # noqa: SIM905


def spoken_language(text: str) -> Language | None:
    """Return `ko` where a request is Korean: a third of its words, or the verb that it ends in."""
    words = [word for word in _unquoted(text)[0].split() if any(map(str.isalpha, word))]
    korean = [any(map(is_hangul, word)) for word in words]
    if not words:
        return None
    ends_in_verb = words[-1].rstrip("?!.~ㅋㅎㅠㅜ").endswith(_VERB_ENDS)
    return "ko" if ends_in_verb or sum(korean) * 3 >= len(korean) else None


def _unquoted(text: str) -> tuple[str, tuple[str, ...]]:
    quoted = tuple(found[0].strip("`\"'“”„«»「」『』‘’ ") for found in _QUOTES.finditer(text))
    bare = _QUOTES.sub(lambda found: " " * len(found[0]), text)
    if quoted and not any(char.isalnum() for char in bare):
        return " ".join(quoted), ()
    return bare, quoted


def _item_spans(text: str, item_ids: Iterable[str]) -> list[tuple[tuple[int, int], str | None]]:
    """Find what names an item, with its id as the project spells it; None where no item has it."""
    candidates = dict(islice(_candidates(text), MOST_WORDS))
    if not candidates:
        return []
    names = _known(candidates, item_ids)
    rated = [(names.get(word) or names.get(_key(word)), span, word) for span, word in candidates.items()]
    found: list[tuple[tuple[int, int], str | None]] = []
    for known, span, word in sorted(rated, key=lambda each: (each[0] is None, each[1][0], -each[1][1])):
        free = all(span[1] <= start or end <= span[0] for (start, end), _ in found)
        if free and (known is not None or _LIKE_ID.fullmatch(word)):
            found.append((span, known))
    return sorted(found, key=lambda each: each[0])


def _candidates(text: str) -> Iterable[tuple[tuple[int, int], str]]:
    for found in _ID.finditer(text):
        word = found[0].rstrip("._#/-")
        parts = [(found.start(), word)]
        if "/" in word:
            parts += [(found.start() + part.start(), part[0]) for part in re.finditer(r"[^/]+", word)]
        for start, part in parts:
            if not _NO_ID.fullmatch(part):
                yield (start, start + len(part)), part
    for found in _SPLIT_ID.finditer(text):
        if not _NO_ID.fullmatch(found[0].replace(" ", "")):
            yield found.span(), found[0]


def _known(candidates: Mapping[tuple[int, int], str], item_ids: Iterable[str]) -> dict[str, str]:
    """Return ids of the project by how the request writes them: exactly, or for ids with digits loosely.

    A project has up to 100,000 ids: only those that end like a candidate are looked at more closely.
    """
    exact = set(candidates.values())
    loose = {_key(word) for word in exact if any(char.isdigit() for char in word)}
    endings = tuple(sorted({ending for word in exact for ending in _endings(word)}))
    names: dict[str, str] = {}
    near: dict[str, str] = {}
    for name in item_ids:
        if name in exact and not _is_word(name):
            names[name] = name
        if endings and name.endswith(endings):
            numbered = "#" + name.rpartition("#")[2]
            if numbered in loose or not _is_word(name):
                near.setdefault(numbered if numbered in loose else _key(name), name)
    return {**near, **names}


def _endings(word: str) -> Iterator[str]:
    """Return how an id ends that this word may mean: in its digits, or in its last letters."""
    if not any(char.isdigit() for char in word):
        return
    digits = _DIGITS.search(word)
    yield from (digits[0],) if digits else (word[-2:].lower(), word[-2:].upper(), word[-2:])


def _is_word(name: str) -> bool:
    """Tell whether an id looks like a number or a common word, which a request says for other reasons."""
    return name.isdigit() or (name.isalpha() and name.islower())


def _key(word: str) -> str:
    if word.startswith("#"):
        return word
    return word.casefold().replace("-", "").replace("_", "").replace(" ", "")


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _tokens(masked: str, text: str, items: Mapping[int, tuple[int, int]]) -> tuple[Token, ...]:
    pieces: list[tuple[int, int, str, str]] = [
        (found.start(), found.end(), str(found.lastgroup), found[0]) for found in _TOKEN.finditer(masked)
    ]
    pieces += [(start, end, "item", text[start:end]) for start, end in items.values()]
    tokens: list[Token] = []
    clause = 0
    pieces.sort()
    for index, (start, end, sort, word) in enumerate(pieces):
        low = word.casefold().replace("’", "'")
        around = {pieces[at][2] for at in (index - 1, index + 1) if 0 <= at < len(pieces)}
        if (sort == "break" or low in _AND or low in _AND_KO) and around != {"item"}:
            clause += 1
        if sort == "break":
            continue
        tokens.append(Token(Sort(sort), low, start, end, clause))
        clause += sort == "korean" and _joins(low, pieces[index + 1 :][:1])
    return tuple(tokens)


def _joins(word: str, then: list[tuple[int, int, str, str]]) -> bool:
    """Tell whether a Korean word ends a sentence that goes on with another one; 하고 있다 is one verb."""
    if any(piece[3].startswith(("있", "싶", "나서")) for piece in then):
        return False
    return word.endswith(JOINTS) and not word.endswith(NO_JOINT_ENDINGS) and word not in NO_JOINTS
