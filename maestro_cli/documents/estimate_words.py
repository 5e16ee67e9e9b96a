"""The words of estimates and their back-test, in English and Korean."""

from __future__ import annotations

from maestro_cli.documents.words import lookup

EN: dict[str, str] = {
    "title": "Estimates",
    "item": "Item",
    "points": "Points",
    "interval": "{share} interval",
    "range": "Range so far",
    "current": "Now",
    "like": "Most like it",
    "neighbour": "{id} ({points}; {share} alike)",
    "same_text": "the same text always had these points",
    "basis": "Learnt from {history}.",
    "judged": "On the last {judged}, estimated again from those before them: off by {mae} points on average,"
    " the median of the past by {median}; the interval held in {coverage}.",
    "scale": "Values are those the team uses: {values}.",
    "weights": "The experts, by how they did of late: {shares}.",
    "set": "Nothing was written. To take one over: `{command}`.",
    "more": "Shown: {shown} of {total}; --format json has all.",
    "all_estimated": "Every open item has points.",
    "no_history": "No item has points, so there is nothing to learn from. Give the first ones points with"
    " `maestro items set ID points=3`.",
    "short_history": "Only {items} items have points: the experts are not judged yet, and no confidence is"
    " stated. That takes about {least}.",
    "regime": "The points changed: since {id} ({items} items) their median is {after}, it was {before}."
    " Experts that look at recent items count for more where they did better.",
    "regime.day": "The points changed: since {id}, {day} ({items} items), their median is {after},"
    " it was {before}. Experts that look at recent items count for more where they did better.",
    "backtest.title": "Back-test of estimates",
    "few_items": "Only {items} items have points: too few to learn from some and score others.",
    "protocol.frozen": "Frozen: learnt from the first {train} items, the experts weighed on the next"
    " {choose}, the last {n} estimated at once.",
    "protocol.live": "Live: the last {n} of {all} items, each estimated from all earlier ones, learning anew"
    " before every block.",
    "figure": "Figure",
    "value": "Value",
    "mae": "Mean absolute error, points",
    "mae_median": "… of the median of the past",
    "mae_random": "… of guessing any past value",
    "sa": "Standardised accuracy",
    "within_one_step": "Within one step of the scale",
    "coverage": "The {share} interval held",
    "coverage.range": "The range of all past points held",
    "unjudged": "All experts count the same: there are too few items to judge them by.",
    "expert.all": "all past points",
    "expert.recent_100": "points of the last 100 or so",
    "expert.recent_25": "points of the last 25 or so",
    "expert.words": "words",
    "expert.words_recent": "words, recent items",
    "expert.characters": "characters",
    "expert.characters_recent": "characters, recent items",
}

KO: dict[str, str] = {
    "title": "추정",
    "item": "작업",
    "points": "포인트",
    "interval": "{share} 구간",
    "range": "지금까지의 범위",
    "current": "현재",
    "like": "가장 비슷한 작업",
    "neighbour": "{id}({points}, 유사도 {share})",
    "same_text": "같은 내용의 작업은 항상 이 포인트였습니다",
    "basis": "{history}의 포인트에서 배웠습니다.",
    "judged": "최근 {judged}을 그 이전 작업만으로 다시 추정했을 때 평균 오차 {mae}포인트, 과거 중앙값의 오차"
    " {median}포인트, 구간 적중 {coverage}.",
    "scale": "팀이 실제로 쓰는 값만 제안합니다: {values}.",
    "weights": "최근 성적에 따른 전문가 비중: {shares}.",
    "set": "아무것도 기록하지 않았습니다. 반영하려면: `{command}`.",
    "more": "{total}건 중 {shown}건만 표시했습니다. --format json에는 모두 있습니다.",
    "all_estimated": "열린 작업에는 모두 포인트가 있습니다.",
    "no_history": "포인트가 있는 작업이 없어 배울 것이 없습니다. 먼저 `maestro items set ID points=3`으로"
    " 포인트를 적어 주세요.",
    "short_history": "포인트가 있는 작업이 {items}건뿐이라 아직 전문가를 평가하지 못했고 신뢰도를 밝히지"
    " 않습니다. 약 {least}건이 필요합니다.",
    "regime": "포인트 기준이 바뀌었습니다. {id}부터({items}건) 중앙값 {after}, 그전에는 {before}."
    " 최근 작업을 보는 전문가가 더 잘 맞혔다면 비중이 커집니다.",
    "regime.day": "포인트 기준이 바뀌었습니다. {day} {id}부터({items}건) 중앙값 {after}, 그전에는 {before}."
    " 최근 작업을 보는 전문가가 더 잘 맞혔다면 비중이 커집니다.",
    "backtest.title": "추정 검증",
    "few_items": "포인트가 있는 작업이 {items}건뿐이라 일부로 배우고 나머지로 검증할 수 없습니다.",
    "protocol.frozen": "고정: 처음 {train}건에서 배우고 다음 {choose}건으로 전문가 비중을 정한 뒤"
    " 마지막 {n}건을 한 번에 추정했습니다.",
    "protocol.live": "실시간: {all}건 중 마지막 {n}건을 각각 그 이전 작업 전체로, 묶음마다 다시 배우며"
    " 추정했습니다.",
    "figure": "지표",
    "value": "값",
    "mae": "평균 절대 오차(포인트)",
    "mae_median": "… 과거 중앙값으로 추정할 때",
    "mae_random": "… 과거 값을 무작위로 고를 때",
    "sa": "표준화 정확도",
    "within_one_step": "척도 한 단계 이내",
    "coverage": "{share} 구간 적중",
    "coverage.range": "과거 전체 범위 적중",
    "unjudged": "평가할 작업이 적어 모든 전문가의 비중이 같습니다.",
    "expert.all": "과거 전체 포인트",
    "expert.recent_100": "최근 100건 안팎의 포인트",
    "expert.recent_25": "최근 25건 안팎의 포인트",
    "expert.words": "단어",
    "expert.words_recent": "단어(최근 작업)",
    "expert.characters": "글자",
    "expert.characters_recent": "글자(최근 작업)",
}

estimate_word = lookup(EN, KO)
"""Looks up the words of this table by language and key."""
