"""An example for every code: a project in which it is found, and the same, mended.

YAML as in `RuleExplanation`, besides that `tests`, `commits`, and `trace` as in maestro.yaml. The first code
of a rule has the rule's own example; a broken chain and an unreadable source cannot be written down.
"""

from __future__ import annotations

from dataclasses import replace

from maestro_cli.traceability.interface import RuleExplanation


def with_example(about: RuleExplanation, name: str) -> RuleExplanation:
    """Return the rule in words, with the example of a code where `name` is one that has its own."""
    for code in about.codes:
        if code.id.casefold() == name.strip().casefold() and code.id in _EXAMPLES:
            lines = _EXAMPLES[code.id].splitlines(keepends=True)
            failing = "".join(line[1:] for line in lines if line[0] != "+")
            passing = "".join(line[1:] for line in lines if line[0] != "-")
            return replace(about, failing=failing, passing=passing)
    return about


_EXAMPLES = {
    "T0-WAIVER-EXPIRED": """\
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card, status: draft,
-     waive: [{rule: T1, reason: bought later, until: 2020-12-31}]}
+     waive: [{rule: T1, reason: bought later, until: 2099-12-31}]}
""",
    "T0-WAIVER-UNKNOWN-RULE": """\
 items:
-  - {id: BUG-1, kind: bug, title: No form, waive: [{rule: T9, reason: agreed}]}
+  - {id: BUG-1, kind: bug, title: No form, waive: [{rule: T4, reason: agreed}]}
""",
    "T1-PARTIAL": """\
 trace: {levels: [[story, task]]}
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card}
   - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
+  - {id: US-1, title: Pay, parent: EP-1}
""",
    "T1-LEVEL": """\
 trace: {levels: [story], thresholds: {story: 0.9}}
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card}
   - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
+  - {id: US-1, title: Pay, parent: EP-1}
""",
    "T1-SHALLOW": """\
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay}
   - {id: REQ-2, kind: requirement, parent: REQ-1, title: By card}
   - {id: REQ-3, kind: requirement, parent: REQ-2, title: With a second factor}
-  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1, REQ-2]}
+  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1, REQ-2, REQ-3]}
""",
    "T1-TEST-FAILED": """\
 trace: {levels: [test], tests: {results: [reports/*.xml]}}
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card}
   - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
 tests:
-  - {id: test_pay, verifies: [REQ-1], result: failed}
+  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    "T1-TEST-SKIPPED": """\
 trace: {levels: [test], tests: {results: [reports/*.xml]}}
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card}
   - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
 tests:
-  - {id: test_pay, verifies: [REQ-1], result: skipped}
+  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    "T1-TEST-UNKNOWN": """\
 trace: {levels: [test], tests: {results: [reports/*.xml]}}
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card}
   - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
 tests:
-  - {id: test_pay, verifies: [REQ-1], result: unknown}
+  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    "T1-DONE-UNVERIFIED": """\
 trace: {levels: [test], tests: {results: [reports/*.xml]}}
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card, status: done}
   - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
 tests:
-  - {id: test_pay, verifies: [REQ-1], result: skipped}
+  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    "T1-SUSPECT": """\
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card}
-  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1@0badc0de]}
+  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1@57e13159]}
""",
    "T2-STORY-NO-PARENT": """\
 items:
-  - {id: US-1, title: Pay by card}
+  - {id: EP-1, kind: epic, title: Checkout}
+  - {id: US-1, title: Pay by card, parent: EP-1}
""",
    "T2-TASK-NO-STORY": """\
 items:
-  - {id: TASK-1, kind: task, title: Call the bank}
+  - {id: BUG-1, kind: bug, title: The bank is not called}
+  - {id: TASK-1, kind: task, title: Call the bank, parent: BUG-1}
""",
    "T2-WBS-NO-GROUP": """\
 items:
-  - {id: W-1.1, kind: wbs_item, title: Card form, linked_stories: [BUG-1]}
+  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
+  - {id: W-1.1, kind: wbs_item, title: Card form, parent: W-1, linked_stories: [BUG-1]}
   - {id: BUG-1, kind: bug, title: No form}
+  - {id: FT-1, kind: feature, title: Payment}
""",
    "T2-NO-REQUIREMENT": """\
 items:
   - {id: REQ-1, kind: requirement, title: Customers pay by card}
   - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
-  - {id: EP-2, kind: epic, title: Search}
+  - {id: EP-2, kind: epic, title: Search, satisfies: [REQ-1]}
""",
    "T2-PARENT-CYCLE": """\
 items:
-  - {id: EP-1, kind: epic, title: Shop, parent: EP-2}
+  - {id: EP-1, kind: epic, title: Shop}
   - {id: EP-2, kind: epic, title: Checkout, parent: EP-1}
""",
    "T2-COMMIT-UNKNOWN-ITEM": """\
 items:
   - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
   - {id: US-1, title: Pay, parent: EP-1, status: done}
 commits:
-  - {subject: "US-1: take the card", names: [US-9]}
+  - {subject: "US-1: take the card", names: [US-1]}
""",
    "T2-COMMIT-ITEM-OPEN": """\
 items:
   - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
-  - {id: US-1, title: Pay, parent: EP-1, status: ready}
+  - {id: US-1, title: Pay, parent: EP-1, status: in_progress}
 commits:
   - {subject: "US-1: take the card", names: [US-1]}
""",
    "T2-DONE-NO-COMMIT": """\
 items:
   - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
   - {id: US-1, title: Pay, parent: EP-1, status: done, started: 2026-02-01}
 commits:
-  - {subject: "US-1: take the card", names: [EP-1]}
+  - {subject: "US-1: take the card", names: [US-1]}
""",
    "T3-ITEM-STORY": """\
 items:
   - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
-  - {id: W-1.1, kind: wbs_item, title: Form, parent: W-1, linked_stories: [US-9]}
+  - {id: W-1.1, kind: wbs_item, title: Form, parent: W-1, linked_stories: [US-1]}
   - {id: FT-1, kind: feature, title: Payment}
+  - {id: US-1, title: Form, parent: FT-1}
""",
    "T3-TASK-TASK": """\
 items:
-  - {id: W-1, kind: wbs_task, title: Form, linked_task: TASK-9}
+  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
+  - {id: W-1.1, kind: wbs_task, title: Form, parent: W-1, linked_task: TASK-1}
+  - {id: FT-1, kind: feature, title: Payment}
+  - {id: BUG-1, kind: bug, title: No form}
+  - {id: TASK-1, kind: task, title: Form, parent: BUG-1}
""",
    "T3-UNALIGNED": """\
 items:
-  - {id: W-1, kind: wbs_group, title: Payment}
+  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
+  - {id: FT-1, kind: feature, title: Payment}
""",
    "T3-STATUS": """\
 items:
   - {id: W-1, kind: wbs_group, title: Payment, status: done, linked_feature: FT-1}
-  - {id: FT-1, kind: feature, title: Payment, status: in_progress}
+  - {id: FT-1, kind: feature, title: Payment, status: done}
""",
    "T4-SELF": """\
 items:
-  - {id: BUG-1, kind: bug, title: No form, depends_on: [BUG-1]}
+  - {id: BUG-1, kind: bug, title: No form}
""",
    "T4-CYCLE": """\
 items:
   - {id: BUG-1, kind: bug, title: No form, depends_on: [BUG-2]}
-  - {id: BUG-2, kind: bug, title: No button, depends_on: [BUG-1]}
+  - {id: BUG-2, kind: bug, title: No button}
""",
    "T4-PREDECESSOR-OPEN": """\
 items:
   - {id: BUG-1, kind: bug, title: No form, status: done, depends_on: [BUG-2]}
-  - {id: BUG-2, kind: bug, title: No button, status: ready}
+  - {id: BUG-2, kind: bug, title: No button, status: done}
""",
    "T4-LATER-SPRINT": """\
 items:
-  - {id: BUG-1, kind: bug, title: No form, sprint: S-1, depends_on: [BUG-2]}
+  - {id: BUG-1, kind: bug, title: No form, sprint: S-2, depends_on: [BUG-2]}
   - {id: BUG-2, kind: bug, title: No button, sprint: S-2}
""",
    "T5-NO-APPROVAL-TIME": """\
 decisions:
   - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
-     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim}
+     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim,
+     approved_at: '2026-03-02T09:00:00Z'}
""",
    "T5-NO-EVIDENCE": """\
 decisions:
   - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
-     rationale: it unblocks US-2, approved_by: kim,
+     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim,
      approved_at: '2026-03-02T09:00:00Z'}
""",
    "T5-NO-RATIONALE": """\
 decisions:
   - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
-     rationale: '', evidence: ['item:US-1'], approved_by: kim,
+     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim,
      approved_at: '2026-03-02T09:00:00Z'}
""",
    "T6-INVALID-SOURCE": """\
 statements:
   - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
-     evidence: ['item:US-9']}
+     evidence: ['calculation:velocity']}
""",
    "T6-LOW-CONFIDENCE": """\
 statements:
   - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
-     evidence: ['calculation:velocity'], confidence: 0.4}
+     evidence: ['calculation:velocity'], confidence: 0.9}
""",
    "T6-FIGURE-MISMATCH": """\
 statements:
   - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
-     evidence: ['calculation:velocity'], stated: '23', fact: '22'}
+     evidence: ['calculation:velocity'], stated: '23', fact: '23'}
""",
}
"""Code → the project; a line after - is only in the one that fails, after + in the mended one."""
