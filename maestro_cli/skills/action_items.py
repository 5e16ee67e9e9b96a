"""`generate_action_items`: what to do next, with whose name on it."""

from __future__ import annotations

from maestro_cli.model.evidence import SkillResult
from maestro_cli.skills.blockers import identify_blockers
from maestro_cli.skills.inputs import Inputs
from maestro_cli.skills.ledger import Ledger, item_evidence
from maestro_cli.skills.next_steps import next_steps
from maestro_cli.skills.ready import order_ready_items
from maestro_cli.skills.risks import detect_risks


def generate_action_items(inputs: Inputs) -> SkillResult:
    """Return at most six steps, the most urgent first: what unblocks, what risks ask for, what to take up.

    Data: `steps` [{code, id, person, figures}] as documents put them into words, `figures`. Confidence is
    the least of the skills that it stands on.
    """
    blockers, risks, ready = identify_blockers(inputs), detect_risks(inputs), order_ready_items(inputs)
    steps = next_steps(blockers.data, risks.data, ready.data)
    ledger = Ledger()
    items = [item for step in steps if step["id"] and (item := inputs.backlog.get(step["id"]))]
    ledger.add("actions.count", len(steps), map(item_evidence, items), rule="blockers, risks, ready items")
    sure = min(result.confidence for result in (blockers, risks, ready))
    return ledger.result({"steps": steps}, sure)
