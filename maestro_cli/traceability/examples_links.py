"""Examples of what requirements, tests, orphans and waivers have wrong: rules T0, T1 and T2."""

from __future__ import annotations

LINK_EXAMPLES = {
    "T0-WAIVER-EXPIRED": (
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card, status: draft,
     waive: [{rule: T1, reason: bought later, until: 2020-12-31}]}
""",
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card, status: draft,
     waive: [{rule: T1, reason: bought later, until: 2099-12-31}]}
""",
    ),
    "T0-WAIVER-UNKNOWN-RULE": (
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, waive: [{rule: T9, reason: agreed}]}
""",
        """\
items:
  - {id: BUG-1, kind: bug, title: No form, waive: [{rule: T4, reason: agreed}]}
""",
    ),
    "T1-PARTIAL": (
        """\
trace: {levels: [[story, task]]}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
""",
        """\
trace: {levels: [[story, task]]}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
  - {id: US-1, title: Pay, parent: EP-1}
""",
    ),
    "T1-LEVEL": (
        """\
trace: {levels: [story], thresholds: {story: 0.9}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
""",
        """\
trace: {levels: [story], thresholds: {story: 0.9}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
  - {id: US-1, title: Pay, parent: EP-1}
""",
    ),
    "T1-SHALLOW": (
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay}
  - {id: REQ-2, kind: requirement, parent: REQ-1, title: By card}
  - {id: REQ-3, kind: requirement, parent: REQ-2, title: With a second factor}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1, REQ-2]}
""",
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay}
  - {id: REQ-2, kind: requirement, parent: REQ-1, title: By card}
  - {id: REQ-3, kind: requirement, parent: REQ-2, title: With a second factor}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1, REQ-2, REQ-3]}
""",
    ),
    "T1-TEST-FAILED": (
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: failed}
""",
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    ),
    "T1-TEST-SKIPPED": (
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: skipped}
""",
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    ),
    "T1-TEST-UNKNOWN": (
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: unknown}
""",
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    ),
    "T1-DONE-UNVERIFIED": (
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card, status: done}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: skipped}
""",
        """\
trace: {levels: [test], tests: {results: [reports/*.xml]}}
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card, status: done}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
tests:
  - {id: test_pay, verifies: [REQ-1], result: passed}
""",
    ),
    "T1-SUSPECT": (
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1@0badc0de]}
""",
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1@57e13159]}
""",
    ),
    "T2-STORY-NO-PARENT": (
        """\
items:
  - {id: US-1, title: Pay by card}
""",
        """\
items:
  - {id: EP-1, kind: epic, title: Checkout}
  - {id: US-1, title: Pay by card, parent: EP-1}
""",
    ),
    "T2-TASK-NO-STORY": (
        """\
items:
  - {id: TASK-1, kind: task, title: Call the bank}
""",
        """\
items:
  - {id: BUG-1, kind: bug, title: The bank is not called}
  - {id: TASK-1, kind: task, title: Call the bank, parent: BUG-1}
""",
    ),
    "T2-WBS-NO-GROUP": (
        """\
items:
  - {id: W-1.1, kind: wbs_item, title: Card form, linked_stories: [BUG-1]}
  - {id: BUG-1, kind: bug, title: No form}
""",
        """\
items:
  - {id: W-1, kind: wbs_group, title: Payment, linked_feature: FT-1}
  - {id: W-1.1, kind: wbs_item, title: Card form, parent: W-1, linked_stories: [BUG-1]}
  - {id: BUG-1, kind: bug, title: No form}
  - {id: FT-1, kind: feature, title: Payment}
""",
    ),
    "T2-NO-REQUIREMENT": (
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
  - {id: EP-2, kind: epic, title: Search}
""",
        """\
items:
  - {id: REQ-1, kind: requirement, title: Customers pay by card}
  - {id: EP-1, kind: epic, title: Checkout, satisfies: [REQ-1]}
  - {id: EP-2, kind: epic, title: Search, satisfies: [REQ-1]}
""",
    ),
    "T2-PARENT-CYCLE": (
        """\
items:
  - {id: EP-1, kind: epic, title: Shop, parent: EP-2}
  - {id: EP-2, kind: epic, title: Checkout, parent: EP-1}
""",
        """\
items:
  - {id: EP-1, kind: epic, title: Shop}
  - {id: EP-2, kind: epic, title: Checkout, parent: EP-1}
""",
    ),
    "T2-COMMIT-UNKNOWN-ITEM": (
        """\
items:
  - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
  - {id: US-1, title: Pay, parent: EP-1, status: done}
commits:
  - {subject: "US-1: take the card", names: [US-9]}
""",
        """\
items:
  - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
  - {id: US-1, title: Pay, parent: EP-1, status: done}
commits:
  - {subject: "US-1: take the card", names: [US-1]}
""",
    ),
    "T2-COMMIT-ITEM-OPEN": (
        """\
items:
  - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
  - {id: US-1, title: Pay, parent: EP-1, status: ready}
commits:
  - {subject: "US-1: take the card", names: [US-1]}
""",
        """\
items:
  - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
  - {id: US-1, title: Pay, parent: EP-1, status: in_progress}
commits:
  - {subject: "US-1: take the card", names: [US-1]}
""",
    ),
    "T2-DONE-NO-COMMIT": (
        """\
items:
  - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
  - {id: US-1, title: Pay, parent: EP-1, status: done, started: 2026-02-01}
commits:
  - {subject: "US-1: take the card", names: [EP-1]}
""",
        """\
items:
  - {id: EP-1, kind: epic, title: Checkout, status: in_progress}
  - {id: US-1, title: Pay, parent: EP-1, status: done, started: 2026-02-01}
commits:
  - {subject: "US-1: take the card", names: [US-1]}
""",
    ),
}
"""Code → a project in which it is found, and the same, mended."""
