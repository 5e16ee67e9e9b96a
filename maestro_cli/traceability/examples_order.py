"""Examples of what WBS, order, decisions and statements have wrong: rules T3 to T6."""

from __future__ import annotations

ORDER_EXAMPLES = {
    "T3-ITEM-STORY": (
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
  - {id: W-1.1, kind: wbs_item, title: Form, parent: W-1, linked_stories: [US-9]}
  - {id: FT-1, kind: feature, title: Payment}
""",
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
  - {id: W-1.1, kind: wbs_item, title: Form, parent: W-1, linked_stories: [US-1]}
  - {id: FT-1, kind: feature, title: Payment}
  - {id: US-1, title: Form, parent: FT-1}
""",
    ),
    "T3-TASK-TASK": (
        """\
items:
  - {id: W-1, kind: wbs_task, title: Form, linked_task: TASK-9}
""",
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
  - {id: W-1.1, kind: wbs_task, title: Form, parent: W-1, linked_task: TASK-1}
  - {id: FT-1, kind: feature, title: Payment}
  - {id: BUG-1, kind: bug, title: No form}
  - {id: TASK-1, kind: task, title: Form, parent: BUG-1}
""",
    ),
    "T3-UNALIGNED": (
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment}
""",
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
  - {id: FT-1, kind: feature, title: Payment}
""",
    ),
    "T3-STATUS": (
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment, status: done, linked_feature: FT-1}
  - {id: FT-1, kind: feature, title: Payment, status: in_progress}
""",
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment, status: done, linked_feature: FT-1}
  - {id: FT-1, kind: feature, title: Payment, status: done}
""",
    ),
    "T4-SELF": (
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, depends_on: [BUG-1]}
""",
        """\
items:
  - {id: BUG-1, kind: bug, title: No form}
""",
    ),
    "T4-CYCLE": (
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, depends_on: [BUG-2]}
  - {id: BUG-2, kind: bug, title: No button, depends_on: [BUG-1]}
""",
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, depends_on: [BUG-2]}
  - {id: BUG-2, kind: bug, title: No button}
""",
    ),
    "T4-PREDECESSOR-OPEN": (
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, status: done, depends_on: [BUG-2]}
  - {id: BUG-2, kind: bug, title: No button, status: ready}
""",
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, status: done, depends_on: [BUG-2]}
  - {id: BUG-2, kind: bug, title: No button, status: done}
""",
    ),
    "T4-LATER-SPRINT": (
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, sprint: S-1, depends_on: [BUG-2]}
  - {id: BUG-2, kind: bug, title: No button, sprint: S-2}
""",
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, sprint: S-2, depends_on: [BUG-2]}
  - {id: BUG-2, kind: bug, title: No button, sprint: S-2}
""",
    ),
    "T5-NO-APPROVAL-TIME": (
        """\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim}
""",
        """\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim,
     approved_at: '2026-03-02T09:00:00Z'}
""",
    ),
    "T5-NO-EVIDENCE": (
        """\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: it unblocks US-2, approved_by: kim,
     approved_at: '2026-03-02T09:00:00Z'}
""",
        """\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim,
     approved_at: '2026-03-02T09:00:00Z'}
""",
    ),
    "T5-NO-RATIONALE": (
        """\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: '', evidence: ['item:US-1'], approved_by: kim,
     approved_at: '2026-03-02T09:00:00Z'}
""",
        """\
decisions:
  - {id: D-1, run_id: R-1, agent: planner, action: move US-1 to S-4, authority: execute,
     rationale: it unblocks US-2, evidence: ['item:US-1'], approved_by: kim,
     approved_at: '2026-03-02T09:00:00Z'}
""",
    ),
    "T6-INVALID-SOURCE": (
        """\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
     evidence: ['item:US-9']}
""",
        """\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
     evidence: ['calculation:velocity']}
""",
    ),
    "T6-LOW-CONFIDENCE": (
        """\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
     evidence: ['calculation:velocity'], confidence: 0.4}
""",
        """\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
     evidence: ['calculation:velocity'], confidence: 0.9}
""",
    ),
    "T6-FIGURE-MISMATCH": (
        """\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
     evidence: ['calculation:velocity'], stated: '23', fact: '22'}
""",
        """\
statements:
  - {id: S-1, run_id: R-1, agent: reporter, text: Velocity rose to 23 points.,
     evidence: ['calculation:velocity'], stated: '23', fact: '23'}
""",
    ),
}
"""Code → a project in which it is found, and the same, mended."""
