"""The skills that change something, by name: what each replaces, does and takes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_cli.model.backlog import Backlog
from maestro_cli.skills import update_status

if TYPE_CHECKING:
    from maestro_cli.settings.schema import Settings

Arguments = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ActionSkill:
    """One way to change something. `do` and `undo` do nothing where it is as they would make it."""

    former: Callable[[Backlog, Arguments], dict[str, object]]
    do: Callable[[Path, Settings, Backlog, Arguments], None]
    undo: Callable[[Path, Settings, Backlog, Arguments, Arguments], None]


ACTIONS: Mapping[str, ActionSkill] = {
    update_status.NAME: ActionSkill(
        update_status.former_status, update_status.set_status, update_status.restore_status
    ),
}
