"""`python -m evals.proof [NAME…]`: prove the transaction; 0 when every figure is met, 1 otherwise."""

import sys

from evals.proof.command import main

sys.exit(main())
