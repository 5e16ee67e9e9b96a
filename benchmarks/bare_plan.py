"""`bare_plan.py MODULES MODEL`: imports the modules, and solves the model with nothing around HiGHS."""

import importlib
import sys
from pathlib import Path

for name in Path(sys.argv[1]).read_text(encoding="utf-8").split():
    importlib.import_module(name)

import highspy  # noqa: E402 - after the modules, as in the program it is compared with
import numpy as np  # noqa: E402

model = np.load(sys.argv[2])
lp = highspy.HighsLp()
lp.num_col_, lp.num_row_ = len(model["costs"]), len(model["upper"])
lp.sense_ = highspy.ObjSense.kMaximize
lp.col_cost_, lp.col_lower_, lp.col_upper_ = model["costs"], np.zeros(lp.num_col_), np.ones(lp.num_col_)
lp.row_lower_, lp.row_upper_ = np.full(lp.num_row_, -highspy.kHighsInf), model["upper"]
lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = (
    model["starts"],
    model["index"],
    model["value"],
)
lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
highs = highspy.Highs()  # type: ignore[no-untyped-call]
for option, value in (
    ("output_flag", False),
    ("threads", 1),
    ("parallel", "off"),
    ("mip_rel_gap", 0.0),
    ("random_seed", 0),
):
    highs.setOptionValue(option, value)
highs.passModel(lp)
highs.run()
assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
