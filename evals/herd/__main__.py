"""`python -m evals.herd [PART…]`: prove that every turn is answered when the herd comes; 0 when every demand is met."""

import sys

from evals.herd.command import main

sys.exit(main())
