"""The ask workflow, built for one request: skills side by side, agents on their results, one answer.

Skill calls have a step each, so that each runs once however many agents need it, and its result is a
checkpoint. A skill or agent that fails is told in the answer; the others still answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from threading import Lock
from typing import Any

from maestro_cli.agents.calls import SkillCall, sections_of
from maestro_cli.agents.experience import DEPENDENT
from maestro_cli.agents.pool import AGENTS, ORCHESTRATOR, card
from maestro_cli.agents.positions import positions
from maestro_cli.agents.talk import talk_of
from maestro_cli.errors import MaestroError, StoreError, UsageError
from maestro_cli.llm.narrator import Occasion
from maestro_cli.model.actions import Action
from maestro_cli.model.evidence import SkillResult
from maestro_cli.model.items import Status
from maestro_cli.model.memory import Schedule
from maestro_cli.model.plain import from_plain, to_plain
from maestro_cli.model.requests import Complexity, Intent, Route, Strategy, Wish
from maestro_cli.model.text import counted
from maestro_cli.settings.clock import now
from maestro_cli.skills import answers
from maestro_cli.skills.answer_sections import SHORT
from maestro_cli.skills.catalog import SKILLS
from maestro_cli.skills.update_status import propose_status
from maestro_cli.workflows.act import Mandate, act
from maestro_cli.workflows.gather import GATHER, inputs_of
from maestro_cli.workflows.narration import failures_in, narrated
from maestro_cli.workflows.remember import remember
from maestro_cli.workflows.step import Facts, Step, StepContext, Workflow

_LOADING = Lock()
"""Skills run side by side, and load what they need one after the other."""


def ask_workflow(
    route: Route, calls: tuple[SkillCall, ...], schedule: Schedule = Schedule.PARALLEL
) -> Workflow:
    """Return the steps that answer a request along its route.

    `schedule` says whether what does not need each other works at once or in turn; the answer is the same.
    """
    in_turn = schedule is Schedule.SEQUENTIAL
    steps = [GATHER]
    for call in calls:
        after = steps[-1].id if in_turn else GATHER.id
        title = SKILLS[call.skill].title
        steps.append(
            Step(call.skill, call.agents[0], title, _calling(call), after=(after,), skill=call.skill)
        )
    said: list[str] = []
    for agent in route.agents:
        needed = tuple(call.skill for call in calls if agent in call.agents) or ("gather",)
        before = tuple(said[-1:]) if in_turn or route.strategy in DEPENDENT else ()
        steps.append(
            Step(agent, agent, card(agent).duty["en"], _saying(agent, route, calls), (*needed, *before))
        )
        said.append(agent)
    steps += [
        Step(
            "combine", ORCHESTRATOR, "Put the answers together", _combining(route), tuple(said) or ("gather",)
        ),
        Step("ground", "risk_quality", "Check the words against the facts", _ground, ("combine",)),
        Step("act", ORCHESTRATOR, "Change what was asked for and approved", _acting(route), ("ground",)),
        Step("answer", ORCHESTRATOR, "Answer", _answering(route), ("act",)),
    ]
    return Workflow("ask", tuple(steps), ended=remember)


def workflow_of(params: Mapping[str, Any]) -> Workflow:
    """Return the workflow of a run that was started before, from its parameters."""
    route = from_plain(Route, params["route"])
    calls = tuple(from_plain(SkillCall, call) for call in params["calls"])
    return ask_workflow(route, calls, Schedule(params.get("schedule", Schedule.PARALLEL)))


def _calling(call: SkillCall) -> Callable[[StepContext], Facts]:
    """Make the step of a skill; one that cannot answer says why, so that the rest still can."""

    def run(context: StepContext) -> Facts:
        skill = SKILLS[call.skill]
        users = [agent for agent in call.agents if call.skill in card(agent).skills]
        if not users:
            return _failed(f"{', '.join(call.agents)} may not use {call.skill}", "E-SKILL", None)
        context.decide(f"{call.skill} for {', '.join(users)}, version {skill.version}")
        try:
            result = _answered(context, call)
        except StoreError:
            raise
        except MaestroError as error:
            first = error.diagnostics[0]
            return _failed(first.message, first.code, first.fix)
        if result is None:
            return _failed(f"{call.skill} failed twice", "E-SKILL", "Run it again with --debug.")
        figures: Any = result.data.get("figures", ())
        return {"result": to_plain(result), "summary": counted(len(figures), "figure")}

    return run


def _answered(context: StepContext, call: SkillCall) -> SkillResult | None:
    """Run a skill, a second time where it fails for no reason of the project's; None when that fails too."""
    skill = SKILLS[call.skill]
    assert skill.run is not None  # noqa: S101 - what changes something is not called
    asked = skill.asked.model_validate(dict(call.arguments))
    with _LOADING:
        for package in skill.packages:
            import_module(package)
    for attempt in ("first", "second"):
        try:
            return skill.run(inputs_of(context), asked)
        except MaestroError:
            raise
        except Exception as error:  # noqa: BLE001 - one skill that fails must not take the answer with it
            context.progress(f"{call.skill} failed the {attempt} time: {type(error).__name__}")
    return None


def _failed(why: str, code: str, fix: str | None) -> Facts:
    return {"failed": {"why": why, "code": code, "fix": fix}, "summary": f"no answer: {why}"}


def _saying(agent: str, route: Route, calls: tuple[SkillCall, ...]) -> Callable[[StepContext], Facts]:
    """Make the step of an agent: its sections, as far as the skills that they stand on have answered."""

    def run(context: StepContext) -> Facts:
        mine = [call.skill for call in calls if agent in call.agents]
        found = {skill: context.result(skill) for skill in mine}
        results = {
            SHORT.get(skill, skill): from_plain(SkillResult, each["result"])
            for skill, each in found.items()
            if "result" in each
        }
        missing = [
            {"skill": skill, "agent": agent, **each["failed"]}
            for skill, each in found.items()
            if "failed" in each
        ]
        sections = _sections(agent, route, {skill for skill in mine if "failed" in found[skill]})
        team = [member.name for member in inputs_of(context).settings.team]
        said = answers.contribution(sections, results, team)
        return {
            **said,
            "missing": missing,
            "positions": positions(agent, results),
            "summary": f"{counted(len(sections), 'section')}, confidence {said['confidence']:g}",
        }

    return run


def _sections(agent: str, route: Route, failed: set[str]) -> list[str]:
    from maestro_cli.agents.duties import DUTIES

    chosen: dict[str, None] = {}
    for wish in route.wishes:
        if wish.agent == agent and not failed & set(DUTIES[wish.intent].skills):
            chosen.update(dict.fromkeys(sections_of(wish)))
    return list(chosen)


def _combining(route: Route) -> Callable[[StepContext], Facts]:
    """Make the step that puts the sections in order, the leading agent's first, and lets agents vote."""

    def run(context: StepContext) -> Facts:
        sections: dict[str, Facts] = {}
        evidence: dict[str, str] = {}
        missing: list[Facts] = []
        stands: dict[str, list[Facts]] = {}
        for agent in route.agents:
            said = context.result(agent)
            for section in said["sections"]:
                sections.setdefault(section["id"], section)
            evidence = {**said["evidence"], **evidence}
            missing += said["missing"]
            stands[agent] = said["positions"]
        inputs = inputs_of(context)
        listed = [section for name, section in sections.items() if name != "headline"]
        if route.strategy is Strategy.CONSENSUS:
            titles = {item.id: item.title for item in inputs.backlog}
            voted = answers.vote(stands, titles)
            if voted is not None:
                listed.append(voted)
                evidence.update(
                    {name: titles.get(name[5:], "") for f in voted["figures"] for name in f["evidence"]}
                )
        if why := context.params.get("schedule_why"):
            context.decide(f"order of work: {why}")
        narrator, leading = context.narrator(), next(iter(route.agents), ORCHESTRATOR)
        first = answers.headline(listed, narrator, _occasion(context, leading, route.complexity))
        told = narrated(context, narrator, leading, first["lists"]["sentences"] if first else ())
        listed = [*([first] if first else []), *listed]
        phrased = answers.phrase(listed, evidence, context.params["language"], context.project.root)
        confidence = min((context.result(agent)["confidence"] for agent in route.agents), default=1.0)
        return {
            "sections": phrased,
            **told,
            "evidence": evidence,
            "missing": missing,
            "confidence": confidence,
            "summary": counted(len(phrased), "section"),
        }

    return run


def _occasion(context: StepContext, agent: str, complexity: Complexity) -> Occasion:
    """Return what the headline is for; of a session, what was said before the request belongs to it."""
    params, store, talk = context.params, context.store, None
    if session := params.get("session"):
        before = [one for one in store.conversations.turns(session["name"]) if one.run_id != context.run_id]
        talk = talk_of(before, store.facts.list(), now())
    return Occasion(params["language"], agent, params["text"], complexity, talk)


def _ground(context: StepContext) -> Facts:
    """Keep what stands on facts, and record every statement for rule T6."""
    draft = context.result("combine")
    sections, statements, dropped = answers.ground(
        draft["sections"], draft["evidence"], context.params["language"], context.run_id
    )
    context.store.statements.extend(statements)
    summary = f"{counted(len(statements), 'statement')} grounded, {counted(len(dropped), 'line')} dropped"
    return {"sections": sections, "dropped": dropped, "summary": summary}


def _acting(route: Route) -> Callable[[StepContext], Facts]:
    """Make the step that changes what was asked for; it waits for whoever has to approve it."""

    def run(context: StepContext) -> Facts:
        wanted = [wish for wish in route.wishes if wish.intent is Intent.STATUS_CHANGE]
        actions = [action for wish in wanted for action in _proposed(context, wish)]
        mandates = {name: Mandate(card(name).authority, card(name).skills) for name in AGENTS}
        if not actions:
            none: Facts = {"taken": [], "refused": [], "skipped": []}
            return {**none, "unclear": len(wanted), "summary": "nothing to change"}
        return {**act(context, actions, mandates), "unclear": 0}

    return run


def _proposed(context: StepContext, wish: Wish) -> list[Action]:
    project, status = context.project, wish.arguments.get("status")
    names: Any = wish.arguments.get("items") or ()
    if not status:
        return []
    found = []
    for name in names:
        item = project.backlog().get(str(name))
        if item is None:
            raise UsageError(f"there is no item {name}", code="E-NO-ITEM", fix="See `maestro items list`.")
        rationale = f"asked for: {context.params['text']}"
        found.append(
            propose_status(
                project.root,
                project.settings,
                item,
                Status(str(status)),
                agent=wish.agent,
                rationale=rationale[:500],
            )
        )
    return found


def _answering(route: Route) -> Callable[[StepContext], Facts]:
    def run(context: StepContext) -> Facts:
        from maestro_cli.documents.ask import answer_data, answer_markdown
        from maestro_cli.documents.report_words import say
        from maestro_cli.workflows.answer import answer

        combined, grounded, acted = (context.result(name) for name in ("combine", "ground", "act"))
        language = context.params["language"]
        said_before = context.params.get("session")
        data = answer_data(route, context.params["text"], combined, grounded, acted, language, said_before)
        _record(context, route)
        left_out = len(data["dropped"])
        notes = [say(language, "dropped", count=str(left_out))] if left_out else []
        document, asked = answer_markdown(data, language), combined.get("asked")
        found = failures_in(context.params.get("second_opinion"), asked)
        said = answer(context, "ask", data, document, notes, found, engine=combined["engine"])
        return {**said, "asked": asked}

    return run


def _record(context: StepContext, route: Route) -> None:
    from maestro_cli.model.decisions import Authority, Decision
    from maestro_cli.model.plain import digest

    opinion: Mapping[str, Any] = context.params.get("second_opinion") or {}
    context.store.decisions.append(
        Decision(
            id="route",
            run_id=context.run_id,
            agent=ORCHESTRATOR,
            action=f"answer by {', '.join(route.agents) or 'nobody'}, {route.strategy.value}",
            authority=Authority.DECIDE,
            rationale=route.why,
            evidence=("calculation:router",),
            confidence=route.confidence,
            inputs=opinion.get("inputs") or digest(context.params["text"]),
            model=opinion.get("model"),
            tokens=opinion.get("tokens"),
            usd=opinion.get("usd"),
            prompt=opinion.get("prompt"),
        )
    )
