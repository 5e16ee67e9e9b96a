"""The probe as it is run: everything that can stand together, through the command line."""

from __future__ import annotations

from benchmarks.damage import DAMAGE
from benchmarks.faults import TOGETHER
from benchmarks.probe import Tried, damaged, tried


def holds(one: Tried) -> bool:
    return one.told == one.planted and one.code == one.due


# @req MR-6.17
def test_all_codes_and_an_unreadable_file_through_the_command_line() -> None:
    one = tried(1_000, TOGETHER[1])
    assert one.planted.total() > len(TOGETHER[1])
    assert holds(one)


# @req MR-6.10
def test_damaged_files_are_told_and_leave_no_gap() -> None:
    assert holds(damaged(1_000, list(DAMAGE)))
