"""Who can be housed where: the set of people that lacks most beds.

Hall's theorem (P. Hall, "On Representatives of Subsets", Journal of the London Mathematical Society 10, 1935), counted in people
and beds: everybody has a bed if and only if, for every set of cells, the services that take at least one cell of the set have
beds enough for the set. There are exponentially many sets, so they are not tried one by one: by the max-flow min-cut theorem
(Ford and Fulkerson, "Maximal Flow through a Network", Canadian Journal of Mathematics 8, 1956) the largest shortfall of any set is
what the largest possible housing of people leaves without a bed, and the set that shows it is what can be reached from those
people by moving others. Shortest moves first (Edmonds and Karp, 1972) make it polynomial.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence


def most_short(need: Sequence[int], free: Sequence[int], takes: Sequence[Sequence[int]]) -> frozenset[int]:
    """The smallest set of cells that lacks most beds; empty where everybody has one.

    ``need`` counts the people of each cell, ``free`` the beds of each service, ``takes`` lists the services that take a cell.
    """
    return _Flow(need, free, takes).settle()


class _Flow:
    """People put into beds, and moved until nobody more can be housed. A service stands in paths as ``~service``."""

    def __init__(self, need: Sequence[int], free: Sequence[int], takes: Sequence[Sequence[int]]) -> None:
        self.waiting = list(need)
        self.free = list(free)
        self.takes = takes
        self.housed: list[dict[int, int]] = [{} for _ in free]

    def settle(self) -> frozenset[int]:
        for cell in sorted(range(len(self.takes)), key=lambda cell: len(self.takes[cell])):
            for service in self.takes[cell]:
                self._put(cell, service, min(self.waiting[cell], self.free[service]))
        while True:
            before, end = self._search()
            if end is None:
                return frozenset(node for node in before if node >= 0)
            self._move(before, end)

    def _put(self, cell: int, service: int, people: int) -> None:
        self.waiting[cell] -= people
        self.free[service] -= people
        self.housed[service][cell] = self.housed[service].get(cell, 0) + people

    def _search(self) -> tuple[dict[int, int | None], int | None]:
        """From everybody without a bed, over people who could move, to a service with a free bed (None: there is none)."""
        queue = deque(cell for cell, people in enumerate(self.waiting) if people)
        before: dict[int, int | None] = dict.fromkeys(queue)
        while queue:
            cell = queue.popleft()
            for service in self.takes[cell]:
                if ~service in before:
                    continue
                before[~service] = cell
                if self.free[service]:
                    return before, ~service
                movable = [other for other, people in self.housed[service].items() if people and other not in before]
                before.update(dict.fromkeys(movable, ~service))
                queue.extend(movable)
        return before, None

    def _move(self, before: dict[int, int | None], end: int) -> None:
        path = [end]
        while (node := before[path[-1]]) is not None:
            path.append(node)
        moves = list(zip(path[1::2], path[::2], strict=True))  # each cell of the path, and the service that it goes to
        leaves = list(zip(path[1::2], path[2::2], strict=False))  # each cell but the last, and the service that it leaves
        people = min(self.waiting[path[-1]], self.free[~end], *(self.housed[~service][cell] for cell, service in leaves))
        for cell, service in moves:
            self._put(cell, ~service, people)
        for cell, service in leaves:
            self._put(cell, ~service, -people)
