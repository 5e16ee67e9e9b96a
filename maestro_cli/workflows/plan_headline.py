"""What stands out in a plan, in the words of a model; without one the document says all by itself."""

from __future__ import annotations

from maestro_cli.llm.narrator import Occasion
from maestro_cli.model.plan import Plan
from maestro_cli.skills import answers
from maestro_cli.skills.plan_figures import plan_section
from maestro_cli.workflows.gather import inputs_of
from maestro_cli.workflows.narration import narrated
from maestro_cli.workflows.plan_values import room_of
from maestro_cli.workflows.step import Facts, StepContext


def plan_headline(context: StepContext, plan: Plan) -> Facts:
    """Return `headline` (None without a model) with what `narrated` says; its statements are recorded."""
    narrator, language = context.narrator(), context.params["language"]
    nothing: Facts = {"engine": narrator.name, "asked": None, "headline": None}
    if narrator.name == "offline":
        return nothing
    section, evidence = plan_section(inputs_of(context).backlog, plan, room_of(context).basis)
    first = answers.headline([section], narrator, Occasion(language, "planner"))
    told = narrated(context, narrator, "planner", first["lists"]["sentences"] if first else ())
    if first is None or narrator.name == "offline":
        return {**nothing, **told}
    phrased = answers.phrase([first], evidence, language, context.project.root)
    [said], statements, dropped = answers.ground(phrased, evidence, language, context.run_id)
    context.store.statements.extend(statements)
    for line in dropped:
        context.progress(f"left out of the headline, as no fact stands behind it: {line['line']}")
    if not statements:
        return {**nothing, **told}
    cited = sorted({name for figure in said["figures"] for name in figure["evidence"]})
    listed = [{"id": name, "detail": evidence.get(name, "")} for name in cited]
    return {**told, "headline": {**said, "evidence": listed}}
