"""LangGraph's own conformance suite, against our saver."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

from langgraph.checkpoint.conformance import checkpointer_test, validate

from maestro_cli.store.checkpoints import CheckpointSaver, checkpoint_saver


def test_the_saver_conforms_in_full() -> None:
    @checkpointer_test(name="maestro")
    async def fresh() -> AsyncIterator[CheckpointSaver]:
        with TemporaryDirectory() as folder, checkpoint_saver(Path(folder)) as saver:
            yield saver

    report = asyncio.run(validate(fresh))
    failures = {name: result.failures for name, result in report.results.items() if result.failures}
    assert failures == {}
    assert report.conformance_level() == "FULL"
    assert {name for name, result in report.results.items() if result.passed} == {
        "put",
        "put_writes",
        "get_tuple",
        "list",
        "delete_thread",
        "delete_for_runs",
        "copy_thread",
        "prune",
    }
    assert sum(result.tests_passed for result in report.results.values()) >= 81
