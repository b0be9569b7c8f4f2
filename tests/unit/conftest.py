"""Unit tests take seconds: what holds for all examples is tried with fifty new ones a run, unless a test says more.
`HYPOTHESIS_EXAMPLES=1000` looks harder.
"""

import os

from hypothesis import settings

settings.register_profile("unit", max_examples=int(os.environ.get("HYPOTHESIS_EXAMPLES", "50")), deadline=None)
settings.load_profile("unit")
