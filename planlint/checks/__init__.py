"""Checks: mechanism for what rules say. One module per subject; a rule's file names module and function.

A check is a function from facts to hits. It names places, never lines; it says which message fits, never its words.
"""

from collections.abc import Callable, Iterator

from planlint.facts import Facts
from planlint.finding import Outcome

Check = Callable[[Facts], Iterator[Outcome]]
