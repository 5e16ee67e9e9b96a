"""The words of risks, in English and Korean.

`risk.CODE` is the sentence of a risk, `risk.CODE.ROLE` what is said after it where the risk has that figure,
`rule.CODE` by which rule it is given its severity.
"""

from __future__ import annotations

EN: dict[str, str] = {
    "risk.dependency_cycle": "Waiting for one another in a circle: {value}",
    "risk.critical_chain": "Longest chain of open work that waits for one another: {value}, {points}; it"
    " takes {sprints} at the team's median velocity, {limit} are planned, and no more people shorten it",
    "risk.critical_chain.probability": "Chance that so much is not done by {by}: {probability}, by the points"
    " of the last {history}",
    "risk.critical_chain.late": "Chance that it is not done up to its due date {due}: {late}",
    "risk.critical_chain.unestimated": "Without points in it, counted as 0: {unestimated}",
    "risk.slip": "A slip of one sprint costs {limit} of the planned value or more: {value} of {tried} tried;"
    " the first costs {worst} ({share}) and holds up {waiting}",
    "risk.blocked_value": "Valuable work is blocked: {value} with a value of {worth}",
    "risk.overdue": "Past the due date: {value}, the longest by {worst}",
    "risk.due_soon": "Due within {limit}, yet blocked or waiting: {value}",
    "risk.overdue_blockers": "Blockers that are late or stuck for more than {limit}: {value}, the oldest for"
    " {worst}",
    "risk.overdue_blockers.late": "Past the due date: {late}",
    "risk.overdue_blockers.waiting": "Waiting behind: {waiting}",
    "risk.over_capacity": "The sprint holds {value}; its capacity is {limit}",
    "risk.over_capacity.probability": "{probability} of the last {history} reached as much",
    "risk.overloaded": "Assigned more than fits into the sprint: {value}, by up to {worst}",
    "risk.wip_over_limit": "In progress at the same time: {value}; the limit is {limit}",
    "risk.ageing": "In work for longer than the team's own P85 of {limit}: {value}, the longest for {worst}",
    "risk.ageing.probability": "Of the last {history} finished, {probability} took as long",
    "risk.one_person": "One person carries {share} of the points in progress: {value}",
    "risk.only_one_can": "Needs a skill that one person alone has: {value}, {share} of what is open, on"
    " {people}",
    "risk.only_one_can.points": "That is {points}",
    "risk.chain_of_one": "Chains of {limit} or more that hang on one person from end to end: {value}, {share}"
    " of what is open, on {people}; the longest has {worst}",
    "risk.chain_of_one.points": "That is {points}",
    "risk.unestimated_ready": "Ready but not estimated: {value}, {share} of what is ready",
    "risk.velocity_falling": "Velocity is falling: {slope} a sprint over {sprints}",
    "risk.stale": "In progress without a commit for {limit}: {value}",
    "rule.dependency_cycle": "Critical: none of them can be done.",
    "rule.critical_chain": "Medium when the chance of being late is above {miss} or it takes more than"
    " {chain} of the velocity planned; high above {likely}, or when it takes more sprints than are planned.",
    "rule.slip": "Low from {slip_low} of the planned value on, medium from {slip_medium}, high from"
    " {slip_high}.",
    "rule.blocked_value": "High from a value of {high_value} on, critical from {top_value}.",
    "rule.overdue": "High: the date has passed.",
    "rule.due_soon": "High: it cannot be worked on now.",
    "rule.overdue_blockers": "Medium; high when a due date has passed or a value of {high_value} waits.",
    "rule.over_capacity": "High: not all of it fits.",
    "rule.overloaded": "Medium: another person may take over.",
    "rule.wip_over_limit": "Medium; high from twice the limit on.",
    "rule.ageing": "Medium above the P85 of the last 12 weeks.",
    "rule.one_person": "Medium above {one_person}.",
    "rule.only_one_can": "Low; medium above {hang_medium} of the open items, high above {hang_high}.",
    "rule.chain_of_one": "Low; medium above {hang_medium} of the open items, high above {hang_high}.",
    "rule.unestimated_ready": "Medium above {unestimated}.",
    "rule.velocity_falling": "Medium when the slope is below -{steady} of the median.",
    "rule.stale": "Low: work may be going on elsewhere.",
    "risks.checked": "Rules judged: {count}.",
    "risks.none": "None found a risk.",
    "risks.step": "{id}({points})",
    "risks.slips": "Planned without a slip: a value of {objective} over {sprints}. Tried: {tried} of"
    " {planned} that others wait for.",
    "risks.not_proven": "What a slip costs is not known: the plan of {candidates} over {sprints} was not"
    " proven optimal in time.",
    "risks.too_large": "What a slip costs was not tried for {candidates} over {sprints}: --thorough does.",
    "risks.ageing": "As long: the share of the {n} items finished in the last 12 weeks that took as many days"
    " or more.",
    "title.chain": "Critical chain",
    "title.slips": "If an item slips by one sprint",
    "title.ageing": "Age of work in progress",
    "title.hanging": "Skills of one person alone",
    "column.waiting": "Waiting",
    "column.their_points": "Their points",
    "column.their_value": "Their value",
    "column.cost": "Cost",
    "column.share": "Share",
    "column.as_long": "As long",
}

KO: dict[str, str] = {
    "risk.dependency_cycle": "서로를 기다리는 순환 의존: {value}",
    "risk.critical_chain": "서로를 기다리는 미완료 작업의 가장 긴 사슬: {value}, {points}."
    " 팀 속도의 중앙값으로 {sprints}가 걸리고(계획은 {limit}), 사람을 늘려도 줄지 않음",
    "risk.critical_chain.probability": "{by}까지 이만큼 끝내지 못할 확률은 {probability}"
    "(최근 {history}의 완료 포인트 기준)",
    "risk.critical_chain.late": "기한 {due}까지 거기까지 끝내지 못할 확률은 {late}",
    "risk.critical_chain.unestimated": "포인트가 없어 0으로 센 작업: {unestimated}",
    "risk.slip": "한 스프린트 밀리면 계획 가치의 {limit} 이상을 잃는 작업: 살펴본 {tried} 중 {value}."
    " 첫째 작업의 손실은 {worst}({share}), 뒤에서 기다리는 작업은 {waiting}",
    "risk.blocked_value": "가치가 큰 작업이 막혀 있음: {value}, 가치 합계 {worth}",
    "risk.overdue": "기한 초과: {value}, 가장 오래된 것은 {worst} 지남",
    "risk.due_soon": "기한이 {limit} 안인데 막혔거나 선행 작업을 기다림: {value}",
    "risk.overdue_blockers": "기한이 지났거나 {limit} 넘게 풀리지 않은 걸림돌: {value},"
    " 가장 오래된 것은 {worst}째",
    "risk.overdue_blockers.late": "기한이 지난 작업: {late}",
    "risk.overdue_blockers.waiting": "뒤에서 기다리는 작업: {waiting}",
    "risk.over_capacity": "스프린트에 담긴 양은 {value}, 용량은 {limit}",
    "risk.over_capacity.probability": "지난 {history} 중 이만큼 해낸 비율은 {probability}",
    "risk.overloaded": "스프린트에 다 못 할 만큼 배정된 팀원: {value}, 최대 {worst} 초과",
    "risk.wip_over_limit": "동시에 진행 중: {value}, WIP 제한은 {limit}",
    "risk.ageing": "팀의 P85 사이클 타임({limit})을 넘겨 진행 중: {value}, 가장 긴 것은 {worst}째",
    "risk.ageing.probability": "최근 끝낸 {history} 중 이만큼 걸린 비율은 {probability}",
    "risk.one_person": "진행 중인 포인트의 {share}가 한 사람에게 몰려 있음: {value}",
    "risk.only_one_can": "한 사람만 가진 기술이 필요한 작업: {value}, 미완료 작업의 {share},"
    " 해당 팀원 {people}",
    "risk.only_one_can.points": "합계 {points}",
    "risk.chain_of_one": "처음부터 끝까지 한 사람에게 달린 {limit} 이상의 사슬: {value},"
    " 미완료 작업의 {share}, 해당 팀원 {people}. 가장 긴 사슬은 {worst}",
    "risk.chain_of_one.points": "합계 {points}",
    "risk.unestimated_ready": "준비됐지만 추정하지 않음: {value}, 준비된 작업의 {share}",
    "risk.velocity_falling": "속도 하락: 최근 {sprints} 동안 스프린트당 {slope}",
    "risk.stale": "진행 중이지만 {limit} 동안 커밋이 없음: {value}",
    "rule.dependency_cycle": "심각: 어느 것도 끝낼 수 없습니다.",
    "rule.critical_chain": "늦을 확률이 {miss}를 넘거나 계획한 속도의 {chain}를 넘게 쓰면 보통,"
    " 확률이 {likely}를 넘거나 계획한 스프린트보다 오래 걸리면 높음입니다.",
    "rule.slip": "계획 가치의 {slip_low}부터 낮음, {slip_medium}부터 보통, {slip_high}부터 높음입니다.",
    "rule.blocked_value": "가치 {high_value}부터 높음, {top_value}부터 심각입니다.",
    "rule.overdue": "높음: 기한이 지났습니다.",
    "rule.due_soon": "높음: 지금은 진행할 수 없습니다.",
    "rule.overdue_blockers": "보통이며, 기한이 지났거나 가치 {high_value} 이상이 기다리면 높음입니다.",
    "rule.over_capacity": "높음: 모두 담을 수 없습니다.",
    "rule.overloaded": "보통: 다른 팀원이 맡을 수 있습니다.",
    "rule.wip_over_limit": "보통이며, 제한의 두 배부터 높음입니다.",
    "rule.ageing": "최근 12주의 P85를 넘으면 보통입니다.",
    "rule.one_person": "{one_person}를 넘으면 보통입니다.",
    "rule.only_one_can": "미완료의 {hang_medium}까지 낮음, 넘으면 보통, {hang_high} 초과는 높음입니다.",
    "rule.chain_of_one": "미완료의 {hang_medium}까지 낮음, 넘으면 보통, {hang_high} 초과는 높음입니다.",
    "rule.unestimated_ready": "{unestimated}를 넘으면 보통입니다.",
    "rule.velocity_falling": "기울기가 중앙값의 -{steady}보다 작으면 보통입니다.",
    "rule.stale": "낮음: 다른 곳에서 진행 중일 수 있습니다.",
    "risks.checked": "판단한 규칙: {count}개.",
    "risks.none": "걸린 리스크가 없습니다.",
    "risks.step": "{id}({points})",
    "risks.slips": "밀리지 않을 때의 계획 가치는 {sprints} 동안 {objective}입니다."
    " 계획에서 다른 작업이 기다리는 {planned} 중 {tried}을 살펴보았습니다.",
    "risks.not_proven": "{candidates}, {sprints} 규모의 계획이 시간 안에 최적으로 증명되지 않아"
    " 밀릴 때의 손실을 알 수 없습니다.",
    "risks.too_large": "{candidates}, {sprints} 규모라 밀릴 때의 손실은 --thorough를 써야 계산합니다.",
    "risks.ageing": "최근 12주에 끝낸 {n}건 중 그만큼 또는 더 오래 걸린 비율입니다.",
    "title.chain": "가장 긴 의존 사슬",
    "title.slips": "한 스프린트 밀린다면",
    "title.ageing": "진행 중인 작업의 경과일",
    "title.hanging": "한 사람만 가진 기술",
    "column.waiting": "대기",
    "column.their_points": "대기 포인트",
    "column.their_value": "대기 가치",
    "column.cost": "손실",
    "column.share": "비율",
    "column.as_long": "걸린 비율",
}
