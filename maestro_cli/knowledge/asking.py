"""Words that only ask, in English and Korean: they say nothing of what is looked for."""

from __future__ import annotations

import re

_ENGLISH = """
a about all an and any are as at be been but by can could did do does doing done for from get give had has
have how i if in into is it its let me my no not of on or our please shall she should show so some tell than
that the their them there these they this those to us use used was we were what when where which who whom
whose why will with would you your find document documents
"""
_KOREAN = r"""
어떻게\w* 어떤 어디\w* 언제\w* 누가 누구\w* 무엇\w* 무슨 뭐\w* 왜 얼마나 몇 어느
이 그 저 것 수 때 좀 및 우리 그리고 또는 대한 대해\w* 관한 관련\w*
있는 있나\w* 있어\w* 있습\w* 하나요 하는 하고 해야 해줘 해주\w* 하면 한 할 합니까
되나\w* 되는 됩니까 돼\w* 인가\w* 이란 나요 주세요 싶\w*
알려\w* 찾아\w* 보여\w* 설명\w* 문서\w*
"""
_WORDS = frozenset(_ENGLISH.split())
_FORMS = re.compile("|".join(_KOREAN.split()))


def asks(word: str) -> bool:
    """Tell whether a word only asks: how, which, 어떻게, 알려줘."""
    return word.casefold() in _WORDS or bool(_FORMS.fullmatch(word))
