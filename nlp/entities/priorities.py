"""How recognisers rank against each other where their spans overlap.

A proof by the form of the name (a legal form, an agency word) and a registry entry rank alike, so that
the longer one wins; a town before its state ranks below, what only context tells
below that; short forms carried over from elsewhere last.
"""

from __future__ import annotations

from typing import Final

EXACT: Final = 60
PLACED: Final = 45
CONTEXT: Final = 40
CARRIED: Final = 30
WEAK: Final = 20
