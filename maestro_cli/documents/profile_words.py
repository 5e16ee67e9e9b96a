"""The words of profiles, in English and Korean."""

from __future__ import annotations

from maestro_cli.documents.words import lookup

_EN = {
    "empty": "Nothing was measured yet: run a plan, a report or a request first.",
    "over": "Over the last {runs} runs.",
    "anomalies": "What stood out",
    "rule": "Above the median + 3 · MAD of at least 5 (at most 50) runs before it, and 0.1 s or 500"
    " tokens above the median.",
    "anomaly": "{name} in {run}: {value} {what}, more than {limit} ({past} runs before it)",
    "advice": "What to do",
    "none": "No rule is triggered.",
    "heavy": "{name} takes {percent} % of its workflow ({seconds} s): look there first.",
    "heavy.solver": "{name} takes {percent} % of a new plan ({seconds} s): lower --time-limit or --sprints.",
    "heavy.reading": "{name} takes {percent} % of its workflow ({seconds} s): run `maestro sync` first, and"
    " narrow sources or --since.",
    "fallbacks": "Claude failed in {percent} % of {count} steps that asked it: see `maestro doctor`, or use"
    " --llm offline.",
    "failing": "{name} failed in {percent} % of {count} times: run it again with --debug, and see"
    " `maestro runs list` for why.",
    "dear": "{count} runs came to 80 % of llm.max_usd ({limit} USD) or more, {run} for example: raise it, or"
    " ask for less.",
    "large": "{name} used {mib} MiB: narrow the sources, or give it a machine with more memory.",
    "interrupted": "{percent} % of {count} runs were interrupted: `maestro runs resume ID` goes on where they"
    " stopped.",
    "column.workflow": "Workflow",
    "column.agent": "Agent",
    "column.step": "Step",
    "column.skill": "Skill",
    "column.count": "Count",
    "column.median": "Median s",
    "column.p95": "P95 s",
    "column.cpu": "CPU s",
    "column.peak": "Peak MiB",
    "column.tokens": "Tokens",
    "column.usd": "USD",
    "column.failures": "Failed",
    "column.cached": "Cached",
    "what.seconds": "s",
    "what.tokens": "tokens",
}
_KO = {
    "empty": "아직 측정한 것이 없습니다. 먼저 계획, 보고서 또는 질문을 실행하세요.",
    "over": "최근 실행 {runs}개 기준입니다.",
    "anomalies": "평소와 다른 값",
    "rule": "앞선 5~50개 실행의 중앙값 + 3 · MAD를 넘고, 중앙값보다 0.1초 또는 500토큰 이상 큰 값입니다.",
    "anomaly": "{run}의 {name}: {value} {what}, 기준 {limit} 초과 (앞선 실행 {past}개)",
    "advice": "할 일",
    "none": "해당하는 규칙이 없습니다.",
    "heavy": "{name} 단계가 워크플로의 {percent} % ({seconds}초)를 차지합니다. 먼저 살펴보세요.",
    "heavy.solver": "{name} 단계가 새 계획의 {percent} % ({seconds}초)를 차지합니다."
    " --time-limit 이나 --sprints 를 줄이세요.",
    "heavy.reading": "{name} 단계가 워크플로의 {percent} % ({seconds}초)를 차지합니다."
    " 먼저 `maestro sync`를 실행하고 소스나 --since 범위를 좁히세요.",
    "fallbacks": "Claude를 부른 단계 {count}개 중 {percent} %가 실패했습니다."
    " `maestro doctor`를 보거나 --llm offline 을 쓰세요.",
    "failing": "{name} 단계가 {count}번 중 {percent} % 실패했습니다."
    " --debug 로 다시 실행하고 `maestro runs list`에서 이유를 확인하세요.",
    "dear": "실행 {count}개가 llm.max_usd ({limit} USD)의 80 % 이상을 썼습니다(예: {run})."
    " 한도를 올리거나 범위를 줄이세요.",
    "large": "{name}: 메모리 {mib} MiB를 썼습니다. 소스를 좁히거나 메모리가 더 큰 장비에서 실행하세요.",
    "interrupted": "실행 {count}개 중 {percent} %가 중단되었습니다."
    " `maestro runs resume ID`로 이어서 진행할 수 있습니다.",
    "column.workflow": "워크플로",
    "column.agent": "에이전트",
    "column.step": "단계",
    "column.skill": "스킬",
    "column.count": "횟수",
    "column.median": "중앙값(초)",
    "column.p95": "P95(초)",
    "column.cpu": "CPU(초)",
    "column.peak": "최대 MiB",
    "column.tokens": "토큰",
    "column.usd": "USD",
    "column.failures": "실패",
    "column.cached": "캐시",
    "what.seconds": "초",
    "what.tokens": "토큰",
}

say = lookup(_EN, _KO)
"""Looks up the words of profiles by language and key."""
