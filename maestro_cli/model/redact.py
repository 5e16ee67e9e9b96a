"""Secrets in text: found by their shape or by the name they are assigned to, and replaced.

For everything that leaves the process or is kept: prompts, audit entries, logs, error messages. Hashes,
ids and settings that only name a secret (`${TOKEN}`) stay.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

MARK = "[redacted {}]"
"""What stands in the place of a secret; the gap says which kind it was."""

_SHAPES: dict[str, str] = {
    "private key": r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:(?:\s|\\[nr])*+[A-Za-z0-9+/=]{16,}+)*+"
    r"(?:(?:\s|\\[nr])*+(?:[A-Za-z0-9+/=]{1,15}+)?+(?:\s|\\[nr])*+"
    r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?",
    "signed token": r"\beyJ[\w-]{8,}\.(?:eyJ[\w-]{8,}|[\w-]{8,}\.[\w-]*)(?:\.[\w-]*)?",
    "api key": r"\b(?:sk-(?:ant|proj|svcacct|admin|or|lf)-[\w-]{16,}|sk-[A-Za-z0-9]{20,}"
    r"|[srp]k_(?:live|test)_\w{10,}|gsk_\w{20,}|xai-\w{20,}|pplx-\w{20,}|r8_\w{20,}|hf_[A-Za-z0-9]{20,}|AIza[\w-]{30,}|GOCSPX-[\w-]{20,}"
    r"|ya29\.[\w-]{20,}|(?:AKIA|ASIA|ABIA|ACCA|A3T[0-9A-Z])[0-9A-Z]{16}|LTAI\w{16,}|lin_(?:api|oauth)_\w{20,}|figd_[\w-]{20,}"
    r"|ntn_\w{20,}|PMAK-[\w-]{20,}|dapi[0-9a-f]{32}|SG\.[\w-]{16,}\.[\w-]{16,}|key-[0-9a-f]{32}"
    r"|whsec_[\w+/=]{16,}|shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|AGE-SECRET-KEY-1[0-9A-Z]{20,})",
    "access token": r"\b(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_\w{20,}"
    r"|gl(?:pat|dt|rt|ptt|cbt|oas|soat|imt|agent|ffct)-[\w.-]{16,}|GR1348941[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|AT(?:ATT|CTT|BB)[\w=+/-]{16,}|npm_[A-Za-z0-9]{30,}"
    r"|pypi-AgE[\w-]{20,}|do[opr]_v1_[0-9a-f]{40,}|hv[sb]\.[\w-]{20,}|sntrys_[\w=+/-]{20,}|glc_[\w=+/-]{20,}"
    r"|[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}|(?:SK|AC)[0-9a-f]{32}|[0-9a-f]{32}-us\d{1,2}|AKC[A-Za-z0-9]{20,}"
    r"|tskey-[\w-]{16,}|sq0\w{3}-[\w-]{20,}|\d{8,10}:AA[\w-]{32,})",
    "webhook": r"\bhooks\.slack\.com/(?:services|workflows)/[\w/-]{20,}"
    r"|\bdiscord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}",
    "login": r"(?<=://)(?![^\s/@]*[${<])(?:[^\s/@:\"'`]{0,200}:[^\s/@\"'`]{1,200}|[A-Za-z0-9_-]{20,200})(?=@)",
}
_SHAPE = re.compile("|".join(f"(?P<g{index}>{shape})" for index, shape in enumerate(_SHAPES.values())))
_HEADER = re.compile(r"\b((?:Bearer|Basic|Token|token|bearer)\s+)([A-Za-z0-9._~+/=-]{16,})")
_LOCKS = r"pass(?:word|phrase|code)|(?<!no)passwd|(?<![a-z])(?:pass|pwd)|비밀번호|암호"
_NAME = re.compile(
    rf"(?:(?P<word>{_LOCKS})|secret|token|credentials?|api[_ -]?key|apikey|(?:access|private|account"
    r"|signing|encryption|shared|secret)[_-]?key|AccountKey|sig|토큰|시크릿)"
    r"(?P<between>[\"'`]?\s{0,4}(?:=>|:=|=|:|：)\s{0,4})"
    r"(?:\"(?P<double>[^\"\n]{4,500})\"|'(?P<single>[^'\n]{4,500})'|(?P<bare>[^\s\"'`,;&<>()\[\]{}|]{4,500}+)(?![(\[]))",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\$|<|\{|%|/|\*{3}|x{4,}\W*$|.*(?:\w\(|\"\s*\+)|\.{3}|•|[A-Za-z_]\w*\(|\[redacted|(?:os|process|env|config|settings|self|secrets|vault)\.",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]+\d{0,2}(?:[-_][A-Z]+)+\d{0,2}")
_WORDS = re.compile(r"[^\W\d_]+(?:[ _.:/-][^\W\d_]+)*[.!?]?")

_ALGORITHM = (
    r"argon2(?:id?|d)?|pbkdf2|(?:hmac-?)?sha-?\d{1,3}(?:[-/]\d{3})?|md[45]|aes-?\d{3}|(?:hs|rs|es)\d{3}|rsa-?\d{4}"
    r"|ed25519|x509|base64|utf-?(?:8|16)|oauth2(?:\.0)?|[23]fa|fido2|wpa[23]"
)
_UNIT = (
    r"digits?|chars?|characters?|letters?|symbols?|words?|bits?|bytes?|times|tries|attempts?|factors?"
    r"|se?cs?|seconds?|min(?:ute)?s?|h|hours?|d|days?|weeks?|months?|years?|[가-힣]+"
)
_COUNTED = (
    r"(?:(?:min|max)\.?|[≥≤~])?\d{1,3}(?:[-~]\d{1,3})?"
    rf"(?:[-+]?(?i:{_UNIT})(?![^\W_])|[-+][A-Z]?[^\W\d_A-Z]{{3,}})"
)
_PART = rf"(?>{_COUNTED}|\d{{1,2}}[-~]\d{{1,3}}|(?i:{_ALGORITHM})|[^\W\d_]+)"
_REQUIREMENT = re.compile(rf"{_PART}(?:[-_/+~.:·]{_PART})*[-+.!?:]?")
"""What a password has to be or how it is kept: `6-digit`, `bcrypt/argon2`, `8자리+특수문자`."""


_UNBROKEN = re.compile(r"\S{14}")
_NAMES = ("pass", "pwd", "secret", "token", "credential", "key", "sig", "비밀번호", "암호", "토큰", "시크릿")
"""What a secret cannot be without: a long word or a mark of its own, or a name and a sign behind it. Most
texts have neither, and are through in a fiftieth of the time."""

MOST_PASSES = 8
"""A secret that another one is glued to shows only when that one is gone; so many in a row are found."""


def redact(text: str, known: Iterable[str] = (), *, keep_lines: bool = False) -> str:
    """Return `text` with every secret replaced by what kind it was: `[redacted api key]`.

    `known` are secrets by value, whatever their shape. `redact(redact(x)) == redact(x)`. `keep_lines` leaves
    what stands below a secret of several lines on the lines where it is. Not found are
    passwords told in a sentence (the password is …) and random strings without any name.
    """
    for secret in known:
        if len(secret) >= 6:
            text = text.replace(secret, MARK.format("key"))
    if "://" in text or "-----BEGIN" in text or _UNBROKEN.search(text):
        for _ in range(MOST_PASSES):
            before, text = text, _SHAPE.sub(_on_its_lines if keep_lines else _by_shape, text)
            if text == before:
                break
        text = _HEADER.sub(_by_header, text)
    return _NAME.sub(_by_name, text) if _may_name_one(text) else text


def is_redacted(text: str) -> bool:
    """Tell whether a secret was taken out of `text`, so that it is not what somebody wrote."""
    return MARK.partition("{")[0] in text


def redact_plain(value: Any, known: Iterable[str] = ()) -> Any:  # noqa: ANN401 - plain data of any shape
    """Return plain data with every text in it redacted; the names of its fields stay."""
    match value:
        case str():
            return redact(value, known)
        case list():
            return [redact_plain(each, known) for each in value]
        case dict():
            return {name: redact_plain(each, known) for name, each in value.items()}
    return value


def _may_name_one(text: str) -> bool:
    if ":" not in text and "=" not in text and "：" not in text:
        return False
    folded = text.casefold()
    for name in _NAMES:  # noqa: SIM110 - a generator takes thrice the time, and this is asked of every commit
        if name in folded:
            return True
    return False


def _by_shape(match: re.Match[str]) -> str:
    kind = tuple(_SHAPES)[int(str(match.lastgroup)[1:])]
    return MARK.format(kind)


def _on_its_lines(match: re.Match[str]) -> str:
    return _by_shape(match) + "\n" * match[0].count("\n")


def _by_header(match: re.Match[str]) -> str:
    return match[1] + MARK.format("token") if _random(match[2], 3.0) else match[0]


def _by_name(match: re.Match[str]) -> str:
    value = match["double"] or match["single"] or match["bare"]
    password = match["word"] is not None
    assigned = match["bare"] is None and "=" in match["between"]
    found = _is_password(value, assigned=assigned) if password else len(value) >= 12 and _random(value, 2.8)
    told = match["bare"] is not None and "=" not in match["between"] and _REQUIREMENT.fullmatch(value)
    if not found or told or _REFERENCE.match(value):
        return match[0]
    head, _, tail = match[0].rpartition(value)
    return head + MARK.format("password" if password else "secret") + tail


def _is_password(value: str, *, assigned: bool) -> bool:
    """Tell a password from words about it: it mixes letters and digits or signs, or code assigns it."""
    if len(value) < 5 or value.isdigit():
        return value.isdigit() and len(value) >= 6
    return not _WORDS.fullmatch(value) or (assigned and value.isalpha() and len(value) >= 6)


def _random(value: str, bits: float) -> bool:
    """Tell whether `value` mixes letters and digits with at least so many bits of entropy a character."""
    mixed = re.search(r"\d", value) and re.search(r"[A-Za-z]", value)
    counts = Counter(value).values()
    entropy = -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
    return bool(mixed) and entropy >= bits and not _CODE.fullmatch(value)
