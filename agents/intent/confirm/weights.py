"""Fitted by `python -m evals.confirm --fit`; change the recipe, not the numbers."""

WEIGHTS = (
    2.1884,  # strong_yes
    1.1247,  # yes
    0.0958,  # plain
    -1.5095,  # no_start
    -3.5562,  # no
    -1.715,  # turn
    -1.1215,  # hedge
    -0.3327,  # leaving
    -1.4182,  # changed
    -0.6879,  # named
    1.052,  # supplied
    0.0,  # restated
    -0.4786,  # fresh
    1.6838,  # asks
    -0.4935,  # only_asks
    -1.8549,  # acts
    0.2085,  # thanks
    0.0,  # wish
    0.789,  # echo
    -0.2264,  # open
    0.0,  # deals
    0.0,  # either
    -0.8607,  # length
    -2.9368,  # barred
)
OFFSET = 4.2685
AFFIRM_FROM = 0.95
NEGATE_TO = 0.25
