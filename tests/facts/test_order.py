"""The order of phases, and circles in which they wait for each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planlint.facts.order import Order
from planlint.plan.phases import Phase

NAMES = [f"p{number}" for number in range(6)]


def order(waits: dict[str, list[str]]) -> Order:
    """An order of phases in which each waits for those listed."""
    open_ = dict.fromkeys(("name", "activities", "start", "end", "responsible"), "unknown")
    plain = [{**open_, "id": name, "depends_on": [{"phase": each} for each in waits[name]]} for name in waits]
    return Order({phase.id: phase for phase in map(Phase.model_validate, plain)})


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    return {name: draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True)) for name in NAMES}


def reachable(waits: dict[str, list[str]], name: str) -> set[str]:
    """What a phase waits for, found without any order: once more until nothing is added."""
    found = set(waits[name])
    while (more := found.union(*(waits[each] for each in found))) != found:
        found = more
    return found


@given(graphs())
def test_a_phase_waits_for_all_that_can_be_reached_from_it(waits: dict[str, list[str]]) -> None:
    of = order(waits)

    assert [reachable(waits, name) for name in NAMES] == [{each.id for each in of.awaited(of.phases[name])} for name in NAMES]


@given(graphs())
def test_a_circle_starts_at_its_phase_and_each_waits_for_the_next(waits: dict[str, list[str]]) -> None:
    of = order(waits)

    for name in NAMES:
        circle = of.circle(of.phases[name])
        assert bool(circle) is (name in reachable(waits, name))
        assert all(following in waits[each] for each, following in zip(circle, (*circle[1:], *circle[:1]), strict=True))
        assert list(circle[:1]) == [name] * bool(circle)
        assert len(set(circle)) == len(circle)


def test_near_phases_come_first() -> None:
    of = order({"a": ["b", "c"], "b": ["d"], "c": [], "d": []})

    assert ["b", "c", "d"] == [each.id for each in of.awaited(of.phases["a"])]


def test_every_phase_waits_for_itself_in_the_sense_of_not_being_judged_against_itself() -> None:
    of = order({"a": []})

    assert of.waits_for(of.phases["a"], "a")


def test_the_shortest_of_several_circles_is_told() -> None:
    of = order({"a": ["b", "c"], "b": ["c"], "c": ["a"]})

    assert ("a", "c") == of.circle(of.phases["a"])
