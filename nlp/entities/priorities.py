"""How recognisers rank against each other where their spans overlap.

A proof by the form of the name (a legal form, an agency word) and a registry entry rank alike, so that
the longer one wins; what only context tells ranks below; short forms carried over from elsewhere last.
"""

from __future__ import annotations

from typing import Final

EXACT: Final = 60
CONTEXT: Final = 40
CARRIED: Final = 30
WEAK: Final = 20
