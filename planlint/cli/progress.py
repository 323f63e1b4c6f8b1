"""How far a long run is."""

from __future__ import annotations

import sys
import time


class Progress:
    """A line that says how far a long run is; it is gone at the end."""

    _AFTER = 1.0
    """Seconds in which nobody wonders."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = ""

    def __call__(self, done: int, every: int) -> None:
        if done < every and time.monotonic() - self.began < self._AFTER:
            return
        line = f"{done} of {every} plans" if done < every else ""
        if line or self.shown:
            sys.stderr.write("\r" + line.ljust(len(self.shown)) + ("" if line else "\r"))
            sys.stderr.flush()
            self.shown = line
