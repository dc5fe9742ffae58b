"""Fitted by `python -m evals.confirm --fit`; change the recipe, not the numbers."""

WEIGHTS = (
    2.0101,  # strong_yes
    1.1786,  # yes
    0.0923,  # plain
    -1.8127,  # no_start
    -3.5664,  # no
    -1.6897,  # turn
    -1.1049,  # hedge
    -0.3973,  # leaving
    -1.4105,  # changed
    -0.6725,  # named
    1.0795,  # supplied
    0.0,  # restated
    -0.498,  # fresh
    1.6858,  # asks
    -0.5154,  # only_asks
    -1.8571,  # acts
    0.2323,  # thanks
    0.0,  # wish
    0.7837,  # echo
    -0.2359,  # open
    0.0,  # deals
    0.0,  # either
    -0.8581,  # length
    -2.9929,  # barred
)
OFFSET = 4.3427
AFFIRM_FROM = 0.95
NEGATE_TO = 0.25
