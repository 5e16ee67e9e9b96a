"""What would change a plan, in words of one language: changes, other plans, the plan before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from maestro_cli.documents.locale import first_ids, format_date, format_number
from maestro_cli.documents.plan_sentences import Data
from maestro_cli.documents.plan_words import plan_word


@dataclass(frozen=True, slots=True)
class ChangesView:
    """Plain text; rows of `what_if` are (what, now, then), of `alternatives` (value, takes, instead of)."""

    gains: tuple[str, ...]
    notes: tuple[str, ...]
    stability: str
    what_if_title: str
    what_if: tuple[tuple[str, str, str], ...]
    what_if_lines: tuple[str, ...]
    alternatives: tuple[tuple[str, str, str], ...]
    alternatives_note: str


def changes_view(data: Data, language: str) -> ChangesView:
    """Put what the plan says of changes into words."""
    words = _Words(data, language)
    return ChangesView(
        gains=words.gains(),
        notes=words.notes(),
        stability=words.stability(),
        what_if_title=words.what_if_title(),
        what_if=words.what_if(),
        what_if_lines=words.what_if_lines(),
        alternatives=words.alternatives(),
        alternatives_note=words.alternatives_note(),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    data: Data
    language: str

    def say(self, key: str, **gaps: object) -> str:
        return plan_word(self.language, key, **gaps)

    def gains(self) -> tuple[str, ...]:
        told = self.data.get("explanation") or {}
        return tuple(gain["sentence"] for gain in told.get("gains", ()))

    def notes(self) -> tuple[str, ...]:
        """Say how the changes were found, or why none were looked for."""
        told = self.data.get("explanation")
        if told is None:
            return (self.say("changes.not_tried"),) if self.data.get("excluded") else ()
        if not told["trials"]:
            key = "changes.preferred" if self.data.get("preferred") else "changes.not_proven"
            return () if told["complete"] else (self.say(key),)
        lines = [self.say("changes.tried", trials=told["trials"])]
        without = any(not entry.get("remedies") for entry in self.data.get("excluded", ()))
        if told.get("seconds") is not None:
            seconds = format_number(told["seconds"], 1)
            known = {name: told[name] for name in ("explained", "items")}
            lines.append(self.say("changes.struck", seconds=seconds, **known))
        elif not told["complete"]:
            lines.append(self.say("changes.cut"))
        elif without and len(told["curve"]) > 1:
            lines.append(self.say("changes.none", most=self._points(told["curve"][-1][0])))
        return tuple(lines)

    def stability(self) -> str:
        found = self.data.get("stability")
        if not found:
            return ""
        counts = {name: len(found[name]) for name in ("kept", "moved", "left")}
        share, cost = format_number(found["share"], 2), format_number(found["cost"])
        return self.say("stability", run=found["run"], share=share, cost=cost, **counts)

    def what_if_title(self) -> str:
        found = self.data.get("what_if")
        return self.say("what_if", changes=", ".join(found["changes"])) if found else ""

    def what_if(self) -> tuple[tuple[str, str, str], ...]:
        found = self.data.get("what_if")
        if not found:
            return ()
        both = (self.data, found["plan"])
        rows = {
            "value": [format_number(plan["objective"]) for plan in both],
            "items": [format_number(len(plan["included"])) for plan in both],
            "load": [_load(plan) for plan in both],
        }
        if _rooms(self.data) == _rooms(found["plan"]):  # the past knows nothing of more or fewer people
            rows["p85"] = [self._p85(plan) for plan in both]
        return tuple((self.say(f"what_if.{key}"), now, then) for key, (now, then) in rows.items())

    def what_if_lines(self) -> tuple[str, ...]:
        found = self.data.get("what_if")
        if not found:
            return ()
        lines = [
            self.say(f"what_if.{name}", items=first_ids(found[name]))
            for name in ("added", "removed", "moved")
            if found[name]
        ]
        if _rooms(self.data) == _rooms(found["plan"]) and _adds_nobody_to_stated_points(found):
            lines.append(self.say("what_if.stated"))
        return tuple(lines) or (self.say("what_if.same"),)

    def alternatives(self) -> tuple[tuple[str, str, str], ...]:
        return tuple(
            (self._value(other["objective"]), first_ids(other["added"]), first_ids(other["removed"]))
            for other in self.data.get("alternatives", ())
        )

    def alternatives_note(self) -> str:
        proven = all(other["proven_optimal"] for other in self.data.get("alternatives", ()))
        return self.say("alternatives.note" if proven else "alternatives.found")

    def _value(self, objective: float) -> str:
        less = self.data["objective"] - objective
        if less <= 0:
            return format_number(objective)
        return f"{format_number(objective)} ({self.say('alternatives.short', short=format_number(less))})"

    def _p85(self, plan: Data) -> str:
        day = (plan.get("forecast") or {}).get("percentiles", {}).get("85")
        return format_date(date.fromisoformat(str(day)), self.language) if day else self.say("remedy.none")

    def _points(self, amount: float) -> str:
        number = format_number(amount, 2)
        return number if self.language == "ko" else f"{number} point{'' if amount == 1 else 's'}"


def _adds_nobody_to_stated_points(found: Data) -> bool:
    """Say whether people are added, all without points, to a capacity that is stated in points."""
    people = [change for change in found["changes"] if change.startswith("add-person=")]
    stated = (found["plan"].get("capacity") or {}).get("basis") in {"given", "points_per_sprint"}
    return stated and bool(people) and not any(":" in change for change in people)


def _rooms(plan: Data) -> list[float]:
    return [sprint["capacity"] for sprint in plan["sprints"]]


def _load(plan: Data) -> str:
    load, capacity = (sum(sprint[key] for sprint in plan["sprints"]) for key in ("load", "capacity"))
    return f"{format_number(load, 2)}/{format_number(capacity, 2)}"
