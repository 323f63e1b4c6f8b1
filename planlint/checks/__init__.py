"""Checks: mechanism for what rules say. One module per subject; a rule's file names module and function.

A check is a function from facts to hits; the values of its rule's policy are its keyword arguments. It names places, never lines;
it says which message fits, never its words.
"""

from collections.abc import Callable, Iterator

from planlint.finding import Outcome

Check = Callable[..., Iterator[Outcome]]
