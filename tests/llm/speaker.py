"""A model that speaks as it was told: sentences of plain words around the figures of the last message.

Asked what is wanted, it names the progress.
"""

from __future__ import annotations

import json
import re

from tests.llm.fake_api import Json, Said

_GROUP = re.compile(r"([a-z_]+): ([a-z].*)")
SENTENCES = 3


def speak(body: Json) -> Said:
    """Answer with three sentences; a gap stands for each of the first figures."""
    if "wanted" in body["output_config"]["format"]["schema"]["properties"]:
        return Said(json.dumps({"wanted": ["progress"]}))
    told = told_names(body)[:SENTENCES]
    sentences = [f"What stands out is {{{name}}}, and that matters to whoever waits for it." for name in told]
    return Said(json.dumps({"sentences": sentences}))


def told_names(body: Json) -> list[str]:
    """Return the names of the figures that the last message lists."""
    text = body["messages"][-1]["content"][-1]["text"]
    groups = (found.groups() for line in text.splitlines() if (found := _GROUP.fullmatch(line)))
    return [f"{group}.{part.split()[0]}" for group, listed in groups for part in listed.split(", ")]
