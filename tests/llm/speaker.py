"""A model that speaks as it was told: sentences of plain words around the figures of the last message."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from maestro_cli.llm.chooser import ASKED
from tests.llm.fake_api import Json, Said

_GROUP = re.compile(r"([a-z_]+): ([a-z].*)")
SENTENCES = 3


def speaking(*wanted: str) -> Callable[[Json], Said]:
    """Return a model that, asked what a request wants, says `wanted`."""

    def say(body: Json) -> Said:
        fields = body["output_config"]["format"]["schema"]["properties"]
        asks = "sentences" not in fields or body["messages"][-1]["content"][-1]["text"].endswith(ASKED)
        answer = {"wanted": wanted if asks else (), "sentences": () if asks else _sentences(body)}
        return Said(json.dumps({name: answer[name] for name in fields}))

    return say


speak = speaking("progress")


def _sentences(body: Json) -> list[str]:
    """Return three sentences; a gap stands for each of the first figures."""
    told = told_names(body)[:SENTENCES]
    return [f"What stands out is {{{name}}}, and that matters to whoever waits for it." for name in told]


def told_names(body: Json) -> list[str]:
    """Return the names of the figures that the last message lists."""
    text = body["messages"][-1]["content"][-1]["text"]
    groups = (found.groups() for line in text.splitlines() if (found := _GROUP.fullmatch(line)))
    return [f"{group}.{part.split()[0]}" for group, listed in groups for part in listed.split(", ")]
