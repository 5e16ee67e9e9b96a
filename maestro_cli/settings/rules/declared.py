"""A rule that a project declares under `trace.rules`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from maestro_cli.settings.group import Group
from maestro_cli.settings.rules.fields import ITEM_FIELDS, KINDS
from maestro_cli.settings.rules.template import PLACEHOLDERS, unknown_placeholders

if TYPE_CHECKING:
    from maestro_cli.settings.rules.condition import Condition

MOST_RULES = 100


def _own_id(value: str) -> str:
    import re

    if not re.fullmatch(r"X[A-Z0-9_]{1,30}", value):
        raise ValueError("must begin with X, then capital letters, digits or _, such as X1 or X_OWNER")
    return value


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _known_placeholders(value: str) -> str:
    wrong = unknown_placeholders(value)
    if wrong:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(
            f"holds {wrong[0]!r}, which is no placeholder (known are {known}; write {{{{ for a brace)"
        )
    return value


def _readable(value: dict[str, object]) -> dict[str, object]:
    """Check a condition; raises ValidationError with every problem at its place."""
    from maestro_cli.settings.rules.reading import read_condition

    problems = read_condition(value)[1]
    if problems:
        raise ValidationError.from_exception_data(
            "condition",
            [
                InitErrorDetails(
                    type=PydanticCustomError(
                        "unknown_field" if each.unknown else "condition",
                        "{said}",
                        {"said": each.message, "fix": each.fix},
                    ),
                    loc=each.place,
                    input=each.value,
                )
                for each in problems
            ],
        )
    return value


_SCHEMA: dict[str, Any] = {
    "properties": {
        **{name: {"description": f"What {name} has to hold."} for name in ITEM_FIELDS},
        "any": {"description": "Conditions of which one has to hold.", "type": "array"},
        "none": {"description": "Conditions of which none may hold.", "type": "array"},
    },
    "additionalProperties": False,
}
Conditions = Annotated[dict[str, object], AfterValidator(_readable), Field(json_schema_extra=_SCHEMA)]
Template = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_known_placeholders)]
KindName = Literal[KINDS]  # type: ignore[valid-type]


class DeclaredRule(Group):
    """A rule of the project's own: which items it is about, and what each of them has to hold."""

    id: Annotated[str, AfterValidator(_own_id)] = Field(
        description="Its id: X and capital letters or digits."
    )
    name: str = Field(min_length=1, max_length=200, description="What it is called in reports.")
    kind: Annotated[tuple[KindName, ...], BeforeValidator(_one_or_more)] = Field(
        default=(), description="Kinds of items it is about; else all."
    )
    where: Conditions = Field(default={}, description="Which of these items: all of it has to hold.")
    must_have: Conditions = Field(default={}, description="What each of them has to hold, field by field.")
    severity: Literal["critical", "error", "warning", "info"] = Field(
        default="error", description="How severe a finding is."
    )
    question: str = Field(default="", max_length=500, description="What it asks; else its name.")
    why: str = Field(default="", max_length=2000, description="Why it matters, for `maestro trace explain`.")
    message: Template | None = Field(
        default=None, description="What a finding says, with placeholders such as {id} and {unmet}."
    )
    action: Template | None = Field(default=None, description="What to do about a finding, likewise.")

    @model_validator(mode="after")
    def _demands_something(self) -> DeclaredRule:
        if not self.must_have:
            raise ValueError("must say under must_have what items have to hold")
        return self

    @property
    def filter(self) -> Condition:
        """Which items the rule is about, `kind` apart."""
        return _read(self.where)

    @property
    def demand(self) -> Condition:
        """What each of them has to hold."""
        return _read(self.must_have)


def _read(raw: Mapping[str, object]) -> Condition:
    from maestro_cli.settings.rules.reading import read_condition

    return read_condition(raw)[0]
