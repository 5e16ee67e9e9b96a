"""Hangul as single letters (jamo), so that a misspelt syllable is as near as it looks."""

from __future__ import annotations

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_ALIKE = (
    "ㄱㄲㅋ",
    "ㄷㄸㅌ",
    "ㅂㅃㅍ",
    "ㅅㅆ",
    "ㅈㅉㅊ",
    "ㅐㅔㅒㅖ",
    "ㅓㅕ",
    "ㅏㅑ",
    "ㅗㅛ",
    "ㅜㅠㅡ",
    "ㅚㅙㅞ",
    "ㅟㅢㅣ",
)
_FIRST, _LAST = ord("가"), ord("힣")


def jamo_of(char: str) -> str:
    """Return the letters of a syllable; any other character is its own."""
    code = ord(char)
    if not _FIRST <= code <= _LAST:
        return char
    lead, rest = divmod(code - _FIRST, len(_VOWELS) * len(_TAILS))
    vowel, tail = divmod(rest, len(_TAILS))
    return f"{_LEADS[lead]}{_VOWELS[vowel]}{_TAILS[tail]}"


def letters(text: str) -> str:
    """Return the letters of a text, syllable by syllable."""
    return "".join(map(jamo_of, text))


def is_hangul(char: str) -> bool:
    """Tell whether a character is a Korean syllable or letter."""
    return "가" <= char <= "힣" or "ㄱ" <= char <= "ㅣ"


def sounds_alike(word: str, other: str) -> bool:
    """Tell whether two words of the same length differ only in letters that sound much the same."""
    return len(word) == len(other) and all(
        one == two or any(one in group and two in group for group in _ALIKE)
        for one, two in zip(word, other, strict=True)
    )


_SOUNDS = str.maketrans(
    "ㄲㅋㄸㅌㅃㅍㅆㅉㅊㅔㅖㅒㅕㅑㅛㅠㅝㅙㅞㅢ", "ㄱㄱㄷㄷㅂㅂㅅㅈㅈㅐㅐㅐㅓㅏㅗㅜㅓㅚㅚㅣ"
)
_ENDINGS = str.maketrans(
    "ㄲㅋㄳㄺㅅㅆㅈㅊㅌㅎㅍㅄㄿㄵㄶㄻㄼㄽㄾㅀ", "ㄱㄱㄱㄱㄷㄷㄷㄷㄷㄷㅂㅂㅂㄴㄴㅁㄹㄹㄹㄹ"
)
_SYLLABLE = 3


def sounds(text: str) -> str:
    """Return the letters of a text as they sound, so that 됬어 is 됐어, and 잇어 is 있어."""
    return "".join(_sound(jamo_of(char)) for char in text)


def _sound(syllable: str) -> str:
    return syllable[:2].translate(_SOUNDS) + syllable[2:_SYLLABLE].translate(_ENDINGS)
