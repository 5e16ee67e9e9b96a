"""Names that are nearly right."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from maestro_cli.errors import SettingsError
from maestro_cli.settings.leaves import Leaf, leaves, nearest
from maestro_cli.settings.loading import load_settings

LONG = [leaf for leaf in leaves().values() if len(leaf.path[-1]) >= 5 and len(leaf.path) == 2]


@st.composite
def slips(draw: st.DrawFn) -> tuple[Leaf, str]:
    """A key, and its last part with one letter left out, doubled, or swapped with its neighbour."""
    leaf = draw(st.sampled_from(LONG))
    name = leaf.path[-1]
    at = draw(st.integers(0, len(name) - 2))
    wrong = draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + name[at] + name[at:],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    return leaf, wrong


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(slips())
def test_a_slip_of_one_letter_is_recognised(project: Path, slip: tuple[Leaf, str]) -> None:
    leaf, wrong = slip
    if f"{leaf.path[0]}.{wrong}" in leaves():
        return
    (project / "maestro.yaml").write_text(f"\n{leaf.path[0]}:\n  {wrong}: 1\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(project, environ={})
    (problem,) = caught.value.diagnostics
    assert (problem.line, problem.code) == (3, "P-UNKNOWN-KEY")
    assert problem.fix == f"Did you mean {leaf.path[-1]}?"


def test_what_is_like_nothing_gets_no_guess() -> None:
    assert nearest("zzzz", leaves()) is None
    assert nearest("", leaves()) is None
    assert nearest("x", []) is None


def test_case_and_dashes_do_not_matter() -> None:
    assert nearest("Length-Days", ["length_days", "starts"]) == "length_days"
