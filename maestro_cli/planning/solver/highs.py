"""HiGHS, behind two questions: what are the prices of the rows, and which columns are best within bounds.

HiGHS (Huangfu & Hall, Math. Prog. Comp. 10, 2018) runs on one thread with a fixed seed, so the same
question has the same answer; a time limit that strikes is the only exception.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from maestro_cli.errors import MaestroError
from maestro_cli.planning.solver.matrix import Programme, arrays

WHOLE = 0.9
EXACT = 1e7
"""As objectives are whole numbers, a bound that is nearer than 1 proves a plan. It is cut to a whole number
afterwards, with room for what sums may be off: so a little less than 1, and only for sums up to `EXACT`."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: `columns` (an array, or None), a proven upper `bound`, and whether it is over."""

    columns: Any
    bound: float
    infeasible: bool = False


class Highs:
    """One programme, asked as often as needed within one time limit.

    Programmes are maximised over columns between 0 and 1; all costs are whole numbers.
    """

    def __init__(self, model: Programme, seed: int, time_limit: float | None) -> None:
        """Load HiGHS (0.3 s) and turn the programme into its arrays."""
        import highspy

        self._highspy: Any = highspy
        self.load(model)
        self._seed = seed
        self._left = math.inf if time_limit is None else time_limit

    def load(self, model: Programme) -> None:
        """Take a programme that has got more rows."""
        self.costs, self.starts, self.index, self.value, self.upper = arrays(model)

    @property
    def is_out_of_time(self) -> bool:
        """Say whether the time limit has been used up."""
        return self._left <= 0

    def relaxed(self, *, inner: bool = False) -> tuple[Any, Any]:
        """Return the relaxation's columns, and one price per row, never negative; zeros if time ends before.

        `inner` asks for those in the middle of all optimal ones (interior point, no crossover).
        """
        import numpy as np

        lp = self._lp(np.zeros(len(self.costs)), np.ones(len(self.costs)))
        # Without presolve: what it takes out comes back with prices that are none.
        if inner:
            highs = self._run(lp, None, 0.5, solver="ipm", run_crossover="off", presolve="off")
        else:
            highs = self._run(lp)
        solution = highs.getSolution()
        prices = np.array(solution.row_dual, dtype=np.float64)
        columns = np.array(solution.col_value, dtype=np.float64)
        if len(prices) != len(self.upper):
            return np.zeros(len(self.costs)), np.zeros(len(self.upper))
        return np.clip(np.nan_to_num(columns), 0.0, 1.0), np.maximum(np.nan_to_num(prices), 0.0)

    def best(
        self,
        lower: Any,  # noqa: ANN401 - NumPy arrays
        upper: Any,  # noqa: ANN401 - NumPy arrays
        start: Any = None,  # noqa: ANN401 - NumPy arrays
        nodes: int | None = None,
        share: float = 1.0,
    ) -> Found:
        """Return the best whole columns between `lower` and `upper`, from a `start`.

        The search ends after so many `nodes`, or when its `share` of the time left is used up.
        """
        import numpy as np

        lp = self._lp(lower, upper)
        lp.integrality_ = [self._highspy.HighsVarType.kInteger] * len(self.costs)
        more: dict[str, float] = {} if nodes is None else {"mip_max_nodes": nodes}
        if np.abs(self.costs).sum() <= EXACT:
            more["mip_abs_gap"] = WHOLE
        highs = self._run(lp, start, share, **more)
        status, info = highs.getModelStatus(), highs.getInfo()
        known = self._highspy.HighsModelStatus
        if status == known.kInfeasible:
            return Found(None, -math.inf, infeasible=True)
        if status not in {known.kOptimal, known.kTimeLimit, known.kInterrupt, known.kSolutionLimit}:
            raise MaestroError(
                f"HiGHS ended with status {highs.modelStatusToString(status)}.", code="E-SOLVER"
            )
        feasible = int(self._highspy.SolutionStatus.kSolutionStatusFeasible)
        columns = None
        if info.primal_solution_status == feasible:
            columns = np.round(np.array(highs.getSolution().col_value))
            optimal = status == known.kOptimal
            if start is not None and optimal and info.mip_dual_bound - self.costs @ columns > WHOLE:
                # HiGHS 1.16 may tell a bound that its own optimum does not reach where presolve ends all.
                return self.best(lower, upper, None, nodes, share)
        return Found(columns, info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else math.inf)

    def _lp(self, lower: Any, upper: Any) -> Any:  # noqa: ANN401 - highspy has no types
        import numpy as np

        lp = self._highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.upper)
        lp.sense_ = self._highspy.ObjSense.kMaximize
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = self.costs, lower, upper
        lp.row_lower_, lp.row_upper_ = np.full(len(self.upper), -self._highspy.kHighsInf), self.upper
        lp.a_matrix_.format_ = self._highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = self.starts, self.index, self.value
        return lp

    def _run(self, lp: Any, start: Any = None, share: float = 1.0, **more: str | float) -> Any:  # noqa: ANN401 - highspy has no types
        with no_banner():
            highs = self._highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("parallel", "off"),
            ("mip_rel_gap", 0.0),
            ("random_seed", self._seed % 2**31),
            *more.items(),
        ):
            highs.setOptionValue(option, value)
        if self._left < math.inf:
            highs.setOptionValue("time_limit", max(self._left, 0.0) * share)
        highs.passModel(lp)
        if start is not None:
            solution = self._highspy.HighsSolution()
            solution.col_value = start
            highs.setSolution(solution)
        _wait_for(highs)
        self._left -= highs.getRunTime()
        return highs


@contextmanager
def no_banner() -> Iterator[None]:
    """Send what C code writes to standard output nowhere: HiGHS 1.16 greets there before it takes options."""
    try:
        kept = os.dup(1)
    except OSError:  # standard output is closed
        yield
        return
    os.dup2(_nowhere(), 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


@cache
def _nowhere() -> int:
    """Return a descriptor that forgets what is written to it: one for the hundreds of searches of a plan."""
    return os.open(os.devnull, os.O_WRONLY)


def _wait_for(highs: Any) -> None:  # noqa: ANN401 - highspy has no types
    """Run HiGHS in a thread of its own, so that Ctrl-C ends the search and not only what follows it.

    `Highs.startSolve` would do that with locks that all its objects share, and that Ctrl-C can leave taken.
    """
    stop = threading.Event()

    def look(event: Any) -> None:  # noqa: ANN401 - highspy has no types
        if stop.is_set():
            event.interrupt()

    highs.cbSimplexInterrupt += look
    highs.cbMipInterrupt += look
    search = threading.Thread(target=highs.run, daemon=True)
    search.start()
    try:
        while search.is_alive():
            search.join(0.2)
    except BaseException:
        stop.set()
        search.join()
        raise
