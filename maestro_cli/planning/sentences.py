"""Reasons in words, in English and Korean: the one place where planning codes become sentences.

A sentence says what its code and params say and nothing else. Ids and texts in it come from outside and
are plain text; whoever prints them makes them safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maestro_cli.model.plan import Param
from maestro_cli.model.plan_changes import Gain, Remedy
from maestro_cli.model.ready import Waiting, WaitingItem
from maestro_cli.planning.amounts import exact
from maestro_cli.settings.language import Language

Params = Mapping[str, Param]

MOST_NAMED = 5
"""Ids that a sentence names; the rest are counted."""

NOUNS = {"points": "point", "short": "point", "load": "point", "more": "point", "count": "item"}
"""Params that count something; `{points_en}` writes them with the English noun."""

FOR_IT = ("pinned", "carry_over", "goal", "unblocks", "part_of")
"""What can speak for an item besides its value, in the order in which it is said."""

TEMPLATES: dict[str, tuple[str, str]] = {
    "pinned": ("pinned to this sprint", "이 스프린트에 고정됨"),
    "carry_over": ("carried over from an earlier sprint", "이전 스프린트에서 이월"),
    "carry_over.begun": ("carried over, work has begun", "이월(이미 시작한 작업)"),
    "goal": ("part of the requested goal", "요청한 목표에 포함됨"),
    "unblocks": ("unblocks {unblocks}", "{unblocks}의 선행 작업"),
    "part_of": ("part of {part_of}", "{part_of}의 하위 작업"),
    "value": ("value {value} for {points_en}", "가치 {value}, {points}포인트"),
    "value.free": ("value {value}, no points of its own", "가치 {value}, 자체 포인트 없음"),
    "not_ready": ("not ready: status {status}", "준비되지 않음: 상태 {status}"),
    "not_estimated": ("not estimated: it has no points", "추정되지 않음: 포인트 없음"),
    "not_estimated.carrier": (
        "no points of its own: {carrier} carries them",
        "자체 포인트 없음: 포인트는 {carrier}에 있음",
    ),
    "pinned_elsewhere": ("belongs to sprint {sprint}", "스프린트 {sprint} 소속"),
    "missing_dependency": (
        "depends on {missing}, which does not exist",
        "없는 작업에 의존: {missing}",
    ),
    "blocked": ("blocked, and nothing planned unblocks it", "막힘: 계획한 작업으로는 풀리지 않음"),
    "blocked.text": ("blocked: {text}", "막힘: {text}"),
    "too_large": (
        "{points_en}, more than any sprint takes ({largest})",
        "{points}포인트: 어떤 스프린트에도 들어가지 않음(최대 {largest})",
    ),
    "too_large.limit": (
        "{points_en}, more than {limit} takes in any sprint ({largest})",
        "{points}포인트: {limit} 한도(스프린트당 최대 {largest})를 넘음",
    ),
    "too_large.together": (
        "can only be done together with {together}: {points_en}, more than any sprint takes ({largest})",
        "{together}과(와) 함께만 가능: {points}포인트, 어떤 스프린트에도 들어가지 않음(최대 {largest})",
    ),
    "waits_for": ("waits for {on}, which is not planned", "{on}을(를) 기다림(계획에 없음)"),
    "waits_for.why": (
        "waits for {on}, which is not planned ({root_code})",
        "{on}을(를) 기다림(계획에 없음: {root_code})",
    ),
    "waits_for.root": (
        "waits for {on}, and in the end for {root} ({root_code})",
        "{on}을(를) 기다림, 근본 원인은 {root}({root_code})",
    ),
    "outweighed": (
        "{points_en} for value {value}, outweighed by {by}: more value per point",
        "{points}포인트, 가치 {value}: 포인트당 가치가 더 높은 {by} 우선",
    ),
    "capacity": (
        "{points_en}, and no sprint that it may be in has more than {room} left",
        "{points}포인트: 가능한 스프린트의 남은 용량은 최대 {room}포인트",
    ),
    "capacity.limit": (
        "{points_en}, and {limit} has {room} left in the sprint with most room",
        "{points}포인트: 여유가 가장 큰 스프린트에서 {limit} 남은 용량은 {room}포인트",
    ),
    "conflict.cycle": ("{items} wait for each other in a circle", "순환 의존: {items}"),
    "conflict.depends_on_itself": ("{items} depends on itself", "자기 자신에 의존: {items}"),
    "conflict.missing_dependency": (
        "{items} depends on {missing}, which does not exist",
        "{items}: 없는 작업 {missing}에 의존",
    ),
    "conflict.pin_not_held": (
        "{items} is pinned to {sprint} but cannot be planned ({why})",
        "{items}: {sprint}에 고정되었으나 계획할 수 없음({why})",
    ),
    "conflict.over_allocated": (
        "{person} has {load_en} in {sprint} and capacity for {points}: {items}",
        "{person}: {sprint}에 {load}포인트 배정, 용량 {points}포인트: {items}",
    ),
    "conflict.unknown_person": (
        "{person} is not in the team: {items}",
        "{person}: 팀에 없는 담당자: {items}",
    ),
    "conflict.skill_missing": (
        "nobody in the team has the skill {skill}: {items}",
        "{skill} 기술을 가진 팀원이 없음: {items}",
    ),
    "conflict.wip_exceeded": (
        "the team has {count_en} in progress, the limit is {limit}: {items}",
        "팀에서 진행 중인 작업 {count}건, 제한 {limit}건: {items}",
    ),
    "conflict.begun_left_out": (
        "work has begun on {items}, and this plan has no room for it: pin it to a sprint to keep it",
        "이미 시작한 {items}이(가) 계획에서 빠짐: 유지하려면 스프린트에 고정하세요",
    ),
    "conflict.due_missed": (
        "{items} is due on {due}, before the end of {sprint}",
        "{items}: 기한 {due}, {sprint} 종료 전",
    ),
    "conflict.due_missed.unplanned": (
        "{items} is due on {due} and not planned",
        "{items}: 기한 {due}, 계획에 없음",
    ),
    "bottleneck.nothing": (
        "Nothing: every item that can be planned is planned.",
        "없음: 계획 가능한 항목이 모두 계획됨.",
    ),
    "bottleneck.capacity": (
        "Capacity: no room for {count_en} of value {value}.",
        "용량: 가치 {value}인 작업 {count}건이 들어가지 않음.",
    ),
    "bottleneck.capacity.short": (
        "Capacity: no room for {count_en} of value {value}; {item} lacks {short_en}.",
        "용량: 가치 {value}인 작업 {count}건이 들어가지 않음. {item}: {short}포인트 부족.",
    ),
    "bottleneck.person": (
        "Person: {subject} has no room for {count_en} of value {value}.",
        "담당자: {subject}의 용량 부족으로 가치 {value}인 작업 {count}건 제외.",
    ),
    "bottleneck.skill": (
        "Skill: {subject} has no room for {count_en} of value {value}.",
        "기술: {subject} 용량 부족으로 가치 {value}인 작업 {count}건 제외.",
    ),
    "bottleneck.dependency": (
        "Dependency: {subject} holds back {count_en} of value {value}.",
        "의존성: {subject} 때문에 가치 {value}인 작업 {count}건 대기.",
    ),
    "bottleneck.estimate": (
        "Estimates: no points on {count_en} of value {value}.",
        "추정: 가치 {value}인 작업 {count}건에 포인트 없음.",
    ),
    "remedy.capacity": ("with {more_en} more a sprint", "스프린트당 {more}포인트 늘리면"),
    "remedy.drop": ("without {id} (value {loss} less)", "{id}을(를) 빼면(가치 {loss} 감소)"),
    "remedy.drop.gain": ("without {id} (value {gain} more)", "{id}을(를) 빼면(가치 {gain} 증가)"),
    "remedy.finish": ("once {id} is done", "{id}이(가) 끝나면"),
    "remedy.ready": ("once it is ready", "준비되면"),
    "gain.capacity": (
        "One point more in every sprint is worth {value}",
        "모든 스프린트에 1포인트를 더하면 가치 {value}",
    ),
    "gain.sprint": (
        "One point more in {subject} is worth {value}",
        "{subject}에 1포인트를 더하면 가치 {value}",
    ),
    "gain.person": (
        "One point more of {subject} is worth {value}",
        "{subject}에게 1포인트를 더하면 가치 {value}",
    ),
    "gain.skill": (
        "One point more of the skill {subject} is worth {value}",
        "{subject} 기술에 1포인트를 더하면 가치 {value}",
    ),
    "no_scope": ("No points are planned.", "계획된 포인트 없음."),
    "few_periods": (
        "Only {n} completed sprints are known; percentiles need {least}. The range is what was observed.",
        "완료된 스프린트 {n}개만 알려짐. 백분위에는 {least}개 필요. 범위는 관측값임.",
    ),
    "standstill": (
        "Nothing was completed in the last {periods} sprints, so the pace is not known.",
        "최근 {periods}개 스프린트 동안 완료한 작업이 없어 속도를 알 수 없음.",
    ),
    "no_sprint_history": (
        "No completed sprint is known: set `sprints`, or `sprint.starts` with `completed` dates on items.",
        "완료된 스프린트 기록 없음: `sprints` 또는 `sprint.starts`와 항목의 `completed` 날짜를 설정하세요.",
    ),
    "no_completed_sprint": (
        "No past sprint states its completed points.",
        "완료 포인트가 기록된 지난 스프린트가 없음.",
    ),
    "next.missing": ("depends on {id}, which does not exist", "없는 작업에 의존: {id}"),
    "next.open": ("waits for {id}{who}{since}{root}", "{id}을(를) 기다림{who}{since}{root}"),
    "next.blocked": (
        "waits for {id}, which is blocked{who}{since}{root}",
        "막힌 {id}을(를) 기다림{who}{since}{root}",
    ),
    "next.draft": (
        "waits for the draft {id}{who}{since}{root}",
        "초안 {id}을(를) 기다림{who}{since}{root}",
    ),
    "next.own_draft": ("is a draft", "초안 상태"),
    "next.reason": ("blocked{who}{since}: {text}", "막힘{who}{since}: {text}"),
    "next.no_reason": ("blocked{who}{since}, no reason given", "막힘{who}{since}, 사유 없음"),
    "part.who": (", assigned to {who}", ", 담당 {who}"),
    "part.since": (", since {since}", ", {since}부터"),
    "part.root": (", root cause {root}", ", 근본 원인 {root}"),
}

WORDS: dict[str, tuple[str, str]] = {
    "not_ready": ("not ready", "준비 안 됨"),
    "not_estimated": ("not estimated", "추정 안 됨"),
    "pinned_elsewhere": ("in another sprint", "다른 스프린트"),
    "missing_dependency": ("missing dependency", "없는 작업에 의존"),
    "blocked": ("blocked", "막힘"),
    "too_large": ("too large", "너무 큼"),
    "waits_for": ("waiting", "대기 중"),
    "capacity": ("capacity", "용량"),
    "outweighed": ("outweighed", "우선순위 밀림"),
    "not_planned": ("not planned", "계획에 없음"),
}
"""Reason codes as a word or two, where a sentence names another reason."""


def sentence(code: str, params: Params, language: Language = "en") -> str:
    """Put one code with its params into words; unknown codes are returned as they are."""
    template = TEMPLATES.get(code)
    if template is None:
        return code
    words = {name: text_of(value, language) for name, value in params.items()}
    ids, count = params.get("together"), params.get("together_count")
    if isinstance(ids, tuple | list) and isinstance(count, int):
        words["together"] = _listed(ids, language, count)
    for name in NOUNS.keys() & params.keys():
        words[f"{name}_en"] = f"{words[name]} {NOUNS[name]}{'' if params[name] == 1 else 's'}"
    if "limit" in words:
        words["limit"] = words["limit"].partition(":")[2] or words["limit"]
    for name in {"root_code", "why"} & words.keys():
        known = WORDS.get(words[name])
        words[name] = _pick(known, language) if known else words[name].removeprefix("kind_")
    return _pick(template, language).format_map(words)


def reason_sentence(code: str, params: Params, language: Language = "en") -> str:
    """Put the reason of an included or excluded item into words.

    An included item names all that speaks for it, an excluded one the most exact form of its reason.
    """
    if code in {*FOR_IT, "value"}:
        parts = [_exact_code(name, params) for name in FOR_IT if name in params] + [
            "value" if params["points"] else "value.free"
        ]
        return "; ".join(sentence(name, params, language) for name in parts)
    return sentence(_exact_code(code, params), params, language)


def remedy_sentence(remedies: Sequence[Remedy], objective: float, language: Language = "en") -> str:
    """Put the changes that bring an item in into words, as choices; without them the plan has `objective`."""
    choices = []
    for remedy in remedies:
        lost = float(exact(objective) - exact(remedy.objective))
        choices.append(
            (" + " if language == "ko" else " and ").join(_change(t, lost, language) for t in remedy.what_if)
        )
    return (" 또는 " if language == "ko" else ", or ").join(choices)


def gain_sentence(gain: Gain, language: Language = "en") -> str:
    """Put into words what one point more is worth."""
    kind, _, subject = gain.subject.partition(":")
    return sentence(f"gain.{kind}", {"subject": subject, "value": gain.value}, language)


def _change(text: str, lost: float, language: Language) -> str:
    kind, _, subject = text.partition("=")
    if kind == "capacity":
        return sentence("remedy.capacity", {"more": float(subject)}, language)
    if kind == "drop":
        code, params = ("remedy.drop", {"loss": lost}) if lost >= 0 else ("remedy.drop.gain", {"gain": -lost})
        return sentence(code, {"id": subject, **params}, language)
    return sentence(f"remedy.{kind}", {"id": subject}, language)


def waiting_sentence(entry: WaitingItem, language: Language = "en") -> str:
    """Put everything that an item waits for into words."""
    return "; ".join(_waiting(entry.id, cause, language) for cause in entry.waits_for)


def text_of(value: Param, language: Language = "en") -> str:
    """Write a param: whole numbers without a point, lists of ids up to five and a count of the rest."""
    if isinstance(value, tuple | list):
        return _listed([str(entry) for entry in value], language)
    if isinstance(value, float):
        return f"{round(value, 2):g}" if abs(value) < 1e5 else f"{round(value, 2):.10g}"
    return "" if value is None else str(value)


def _waiting(item_id: str, cause: Waiting, language: Language) -> str:
    parts: dict[str, Param] = {
        "who": cause.assignee if cause.id else None,
        "since": cause.since.isoformat() if cause.since else None,
        "root": cause.root if cause.root not in {cause.id, item_id} else None,
    }
    said = {
        name: sentence(f"part.{name}", {name: value}, language) if value else ""
        for name, value in parts.items()
    }
    code = f"next.{cause.why}"
    if cause.id is None:
        code = "next.own_draft" if cause.why == "draft" else code if cause.text else "next.no_reason"
    return sentence(code, {"id": cause.id, "text": cause.text, **said}, language)


def _exact_code(code: str, params: Params) -> str:
    if code == "waits_for":
        if params.get("root") != params.get("on"):
            return "waits_for.root"
        return code if params.get("root_code") == "not_planned" else "waits_for.why"
    for detail in ("limit", "together", "carrier", "text", "begun"):
        if params.get(detail) and f"{code}.{detail}" in TEMPLATES:
            return f"{code}.{detail}"
    return code


def _listed(names: Sequence[str], language: Language, count: int | None = None) -> str:
    """Write the first names and how many more there are; `count` where `names` are not all of them."""
    shown = ", ".join(names[:MOST_NAMED])
    more = (len(names) if count is None else count) - MOST_NAMED
    if more <= 0:
        return shown
    return f"{shown} and {more} more" if language == "en" else f"{shown} 외 {more}개"


def _pick(pair: tuple[str, str], language: Language) -> str:
    return pair[1] if language == "ko" else pair[0]
