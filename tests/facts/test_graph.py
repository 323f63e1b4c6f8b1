"""Who is tied to whom, and where money ends: identity, relatedness, the ways that value takes, and how they read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planlint.facts import Facts
from planlint.facts.calendar import Calendar
from planlint.facts.directory import Directory
from planlint.facts.graph import Graph, IdentityKey, Way, identity_key, merged
from planlint.facts.purchases import Purchases
from planlint.plan.people import Identifier
from planlint.plan.people import Link as Tied
from planlint.plan.states import NOT_STATED, State
from planlint.plan.vocabulary import LinkType
from tests.plans import facts

SUSPECT, OTHER_SUSPECT = "sus-owner", "sus-contractor"
NAMES = (SUSPECT, "co-quarry", "coach-owner", "ridge-coaches", "saathi", "interp-ne")
TYPES: tuple[LinkType, ...] = get_args(LinkType)

Link = dict[str, Any]
Drawn = tuple[str, LinkType, str, float | None]


def graph(*links: Link, **edits: Any) -> Graph:
    """The sound plan's parties with these links and no others."""
    return facts(**{**edits, "set": {"parties.links": list(links), **edits.get("set", {})}}).graph


def link(source: str, kind: str, target: str, share: float | str | None = None) -> Link:
    return {"from": source, "type": kind, "to": target, **({} if share is None else {"share": share})}


def read(way: Way | None) -> str | None:
    """A way as it is printed, with a mark where it is weak."""
    return None if way is None else f"{way.text}{'' if way.strong else ' (weak)'}"


def identifier(value: str, kind: str = "tax_id", country: str | State = "IN") -> Identifier:
    return Identifier.model_construct(type=kind, country=country, value=value)


def numbered(suspect: str, entity: str, country: str = "IN") -> dict[str, Any]:
    """A suspect and the owner of the coach company, each with a number."""
    return {
        "parties.suspects[sus-owner].identifiers": [{"type": "tax_id", "country": "IN", "value": suspect}],
        "parties.entities[coach-owner].identifiers": [{"type": "tax_id", "country": country, "value": entity}],
    }


# Identity


@given(
    st.text("0123456789abcxyz", min_size=1),
    st.lists(st.sampled_from(["", " ", "-", "\N{NO-BREAK SPACE}", "\N{EN DASH}", "\N{ZERO WIDTH SPACE}"]), min_size=1),
)
def test_a_number_is_the_same_however_it_is_spaced_hyphenated_and_cased(number: str, gaps: list[str]) -> None:
    written = "".join(gaps[at % len(gaps)] + sign for at, sign in enumerate(number))

    assert identity_key(identifier(number)) == identity_key(identifier(written.upper(), "TAX-ID"))


@pytest.mark.parametrize("other", [identifier("A1", "passport"), identifier("A1", country="NP"), identifier("A2")])
def test_type_country_and_number_each_tell_parties_apart(other: Identifier) -> None:
    assert identity_key(identifier("A1")) != identity_key(other)


@pytest.mark.parametrize(
    "unclear",
    [
        identifier("- -"),
        identifier("none"),
        identifier("A1", country=State.UNKNOWN),
        Identifier.model_construct(type=State.UNKNOWN, country="IN", value="A1"),
        Identifier.model_construct(type="tax_id", country="IN", value=State.UNKNOWN),
    ],
)
def test_what_is_unknown_or_empty_identifies_nobody(unclear: Identifier) -> None:
    assert identity_key(unclear) is None


def test_a_number_that_no_country_issues_is_compared_without_one() -> None:
    expected = ("IBAN", "", "X1")

    assert expected == identity_key(identifier("x1", "iban", NOT_STATED))


KEYS = st.lists(st.sampled_from([("T", "IN", str(number)) for number in range(6)]), max_size=3)
PARTIES = st.lists(KEYS, max_size=8).map(lambda keys: [(f"p{number}", each) for number, each in enumerate(keys)])


@given(PARTIES, st.randoms())
def test_merging_joins_whoever_shares_a_number_through_any_others_in_any_order(
    parties: list[tuple[str, list[IdentityKey]]], random: Any
) -> None:
    shuffled = random.sample(parties, len(parties))

    assert _sets_by_closure(parties) == _sets(merged(parties)) == _sets(merged(shuffled))


@given(PARTIES)
def test_a_merged_party_is_called_by_its_first_id(parties: list[tuple[str, list[IdentityKey]]]) -> None:
    expected = {name: min(together) for together in _sets_by_closure(parties) for name in together}

    assert expected == merged(parties)


def _sets(first: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(name for name in first if first[name] == first[one]) for one in first}


def _sets_by_closure(parties: list[tuple[str, list[IdentityKey]]]) -> set[frozenset[str]]:
    sets = {name: {other for other, keys in parties if name == other or set(mine) & set(keys)} for name, mine in parties}
    for _ in parties:
        sets = {name: set().union(*(sets[other] for other in together)) for name, together in sets.items()}
    return {frozenset(together) for together in sets.values()}


def test_a_payee_with_the_number_of_a_suspect_is_the_suspect() -> None:
    same = graph(set=numbered("ab-12 3", "AB123"))

    expected = ("coach-owner -same identifier as-> sus-owner", "coach-owner -same identifier as-> sus-owner", True, True)
    found = (read(same.money("coach-owner")), read(same.related("coach-owner")), same.is_suspect("coach-owner"))
    assert expected == (*found, same.is_same("coach-owner", SUSPECT))


def test_a_payee_with_the_name_of_a_suspect_and_another_number_is_somebody_else() -> None:
    names = {"parties.suspects[sus-owner].names": ["R. KUMAR"], "parties.entities[coach-owner].names": ["R. KUMAR"]}
    namesake = graph(set={**numbered("AB123", "AB124"), **names})

    expected = (None, None, False)
    assert expected == (namesake.money("coach-owner"), namesake.related("coach-owner"), namesake.is_same("coach-owner", SUSPECT))


def test_a_way_shows_where_it_passes_from_one_id_of_a_party_to_another() -> None:
    entities = {
        "parties.entities": [{"id": "front", "kind": "company", "identifiers": [{"type": "tax_id", "country": "IN", "value": "7"}]}]
    }
    shared = {"organisations[ridge-coaches].identifiers": [{"type": "tax_id", "country": "IN", "value": "7"}]}
    through = graph(link("front", "pays", SUSPECT), add=entities, set=shared)

    assert "ridge-coaches -same identifier as-> front -pays-> sus-owner" == read(through.money("ridge-coaches"))


# Where money ends


@pytest.mark.parametrize(
    ("tie", "expected"),
    [
        (link(SUSPECT, "owns", "saathi"), "saathi -owned by-> sus-owner"),
        (link(SUSPECT, "owns", "saathi", 0.25), "saathi -owned 25% by-> sus-owner"),
        (link(SUSPECT, "owns", "saathi", 0.2499), "saathi -owned 24.99% by-> sus-owner (weak)"),
        (link(SUSPECT, "owns", "saathi", 0), "saathi -owned 0% by-> sus-owner (weak)"),
        (link(SUSPECT, "owns", "saathi", "none"), "saathi -owned by-> sus-owner (weak)"),
        (link(SUSPECT, "owns", "saathi", "unknown"), "saathi -owned by-> sus-owner"),
        (link(SUSPECT, "beneficial_owner", "saathi", 0.6), "saathi -beneficially owned 60% by-> sus-owner"),
        (link(SUSPECT, "controls", "saathi"), "saathi -controlled by-> sus-owner"),
        (link("saathi", "account_of", SUSPECT), "saathi -account of-> sus-owner"),
        (link("saathi", "nominee_for", SUSPECT), "saathi -nominee for-> sus-owner"),
        (link("saathi", "pays", SUSPECT), "saathi -pays-> sus-owner"),
        (link("saathi", "employs", SUSPECT), "saathi -employs-> sus-owner (weak)"),
        (link(SUSPECT, "employed_by", "saathi"), "saathi -employs-> sus-owner (weak)"),
        (link("saathi", "family_of", SUSPECT), "saathi -family of-> sus-owner (weak)"),
        (link(SUSPECT, "family_of", "saathi"), "saathi -family of-> sus-owner (weak)"),
        (link("saathi", "owns", SUSPECT), None),
        (link("saathi", "beneficial_owner", SUSPECT), None),
        (link("saathi", "controls", SUSPECT), None),
        (link(SUSPECT, "account_of", "saathi"), None),
        (link(SUSPECT, "nominee_for", "saathi"), None),
        (link(SUSPECT, "pays", "saathi"), None),
        (link(SUSPECT, "employs", "saathi"), None),
        (link("saathi", "employed_by", SUSPECT), None),
        (link("saathi", "shares_address", SUSPECT), None),
        (link(SUSPECT, "shares_address", "saathi"), None),
    ],
)
def test_each_kind_of_tie_moves_money_its_own_way(tie: Link, expected: str | None) -> None:
    assert expected == read(graph(tie).money("saathi"))


def test_money_is_followed_through_companies_that_own_companies() -> None:
    owned = graph(link("co-quarry", "owns", "ridge-coaches", 0.6), link(SUSPECT, "owns", "co-quarry", 0.3))

    assert "ridge-coaches -owned 60% by-> co-quarry -owned 30% by-> sus-owner" == read(owned.money("ridge-coaches"))


def test_a_payee_who_is_a_suspect_needs_no_way() -> None:
    assert read(graph().money(SUSPECT)) == SUSPECT


def test_one_weak_tie_makes_a_way_weak() -> None:
    mixed = graph(link("co-quarry", "owns", "saathi"), link("co-quarry", "employs", SUSPECT))

    assert "saathi -owned by-> co-quarry -employs-> sus-owner (weak)" == read(mixed.money("saathi"))


def test_a_long_strong_way_counts_before_a_short_weak_one() -> None:
    both = graph(link("saathi", "family_of", SUSPECT), link("saathi", "pays", "co-quarry"), link("co-quarry", "pays", SUSPECT))

    assert "saathi -pays-> co-quarry -pays-> sus-owner" == read(both.money("saathi"))


def test_of_ways_with_one_length_the_one_that_the_plan_states_first_is_shown() -> None:
    ties = [link("saathi", "pays", OTHER_SUSPECT), link("saathi", "pays", SUSPECT)]

    expected = ["saathi -pays-> sus-contractor", "saathi -pays-> sus-owner"]
    assert expected == [read(graph(*ties).money("saathi")), read(graph(*reversed(ties)).money("saathi"))]


def test_a_circle_of_companies_ends() -> None:
    assert graph(link("saathi", "owns", "co-quarry"), link("co-quarry", "owns", "saathi")).money("saathi") is None


def test_relationships_of_personnel_move_money_like_links() -> None:
    related = graph(set={"personnel[interp-ne].relationships": [{"to": SUSPECT, "type": "family of"}]})

    assert "interp-ne -family of-> sus-owner (weak)" == read(related.money("interp-ne"))


PURCHASE = {
    "id": "fl-1",
    "from": "ahtu",
    "to": SUSPECT,
    "amount": 1,
    "date": "2026-02-20",
    "authorisation": "au-3",
    "recovery_expected": True,
}
AUTHORISED = {"id": "au-3", "type": "controlled_purchase_authorisation", "valid_from": "2026-02-01", "valid_until": "open"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"purpose": "controlled_purchase"}, None),
        ({"purpose": "Controlled purchase"}, None),
        ({"purpose": "controlled_purchase", "from": "dic"}, None),
        ({"purpose": "fee"}, None),
        ({"purpose": "controlled_purchase", "date": "2026-01-31"}, "ahtu -pays as fl-1-> sus-owner"),
        ({"purpose": "controlled_purchase", "date": "unknown"}, "ahtu -pays as fl-1-> sus-owner"),
        ({"purpose": "fee", "authorisation": None}, "ahtu -pays as fl-1-> sus-owner"),
        ({"purpose": "controlled_purchase", "authorisation": "au-1"}, "ahtu -pays as fl-1-> sus-owner"),
        ({"purpose": "controlled_purchase", "authorisation": None}, "ahtu -pays as fl-1-> sus-owner"),
        ({"purpose": "controlled_purchase", "recovery_expected": False}, "ahtu -pays as fl-1-> sus-owner"),
    ],
)
def test_transfers_hand_money_on_but_for_authorised_controlled_purchases(change: dict[str, Any], expected: str | None) -> None:
    flows = {
        "finance.flows": [{**PURCHASE, **change}],
        "legal.authorisations": [{**AUTHORISED, "activities": ["controlled_purchase"]}],
    }

    assert expected == read(graph(add=flows).money("ahtu"))


def test_money_that_survivors_receive_is_followed_no_further() -> None:
    flows = [
        {"id": "fl-1", "from": SUSPECT, "to": "grp-santali", "amount": 1},
        {"id": "fl-2", "from": "saathi", "to": "grp-santali", "amount": 1},
        {"id": "fl-3", "from": "grp-santali", "to": SUSPECT, "amount": 1},
    ]
    paid = graph(set={"finance.flows": flows})

    expected = (None, None)
    assert expected == (paid.money("grp-santali"), paid.money("saathi"))


# Who is related


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("turned", [False, True])
def test_a_tie_of_any_type_and_direction_relates(kind: str, turned: bool) -> None:
    ends = (SUSPECT, "interp-ne") if turned else ("interp-ne", SUSPECT)

    expected = f"interp-ne <-{kind}- sus-owner" if turned else f"interp-ne -{kind}-> sus-owner"
    assert expected == read(graph(link(ends[0], kind, ends[1])).related("interp-ne"))


def test_relatedness_reaches_any_distance() -> None:
    chain = graph(
        link("coach-owner", "shares_address", "co-quarry"),
        link(SUSPECT, "owns", "co-quarry"),
        set={"personnel[interp-ne].relationships": [{"to": "coach-owner", "type": "family_of"}]},
    )

    expected = "interp-ne -family_of-> coach-owner -shares_address-> co-quarry <-owns- sus-owner"
    assert expected == read(chain.related("interp-ne"))


@pytest.mark.parametrize("word", ["brother of Ramesh", "survivor_of", "duty_contact"])
def test_a_word_that_planlint_does_not_know_or_that_means_no_tie_relates_nobody(word: str) -> None:
    tied = graph(set={"personnel[interp-ne].relationships": [{"to": SUSPECT, "type": word}]})

    assert tied.related("interp-ne") is None


def test_who_works_for_a_bank_is_not_related_to_its_customers() -> None:
    bank = {"id": "co-bank", "kind": "company"}
    tied = graph(
        add={"parties.entities": [bank], "parties.links": [{"from": SUSPECT, "to": "co-bank", "type": "pays"}]},
        set={"personnel[interp-ne].relationships": [{"to": "co-bank", "type": "employed_by"}]},
    )

    assert tied.related("interp-ne") is None


def test_a_tie_of_unknown_type_relates_and_moves_no_money() -> None:
    unclear = graph(link("saathi", "unknown", SUSPECT))

    expected = ("saathi -tied to-> sus-owner", None)
    assert expected == (read(unclear.related("saathi")), read(unclear.money("saathi")))


def test_nobody_is_related_by_working_for_one_organisation_or_receiving_one_transfer() -> None:
    flows = [{"id": "fl-1", "from": "interp-ne", "to": SUSPECT, "amount": 1}]

    assert graph(set={"finance.flows": flows, "personnel[mediators].relationships": []}).related("interp-ne") is None


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        (
            [link("co-quarry", "owns", "bhasha-coop", 0.1), link(SUSPECT, "controls", "co-quarry")],
            "bhasha-coop -owned 10% by-> co-quarry -controlled by-> sus-owner (weak)",
        ),
        (
            [link("coach-owner", "owns", "bhasha-coop"), link("coach-owner", "nominee_for", SUSPECT)],
            "bhasha-coop -owned by-> coach-owner -nominee for-> sus-owner",
        ),
        ([link("bhasha-coop", "pays", SUSPECT)], None),
        ([link("bhasha-coop", "owns", SUSPECT)], None),
    ],
)
def test_an_organisation_is_in_the_hands_of_whoever_owns_or_controls_it_at_last(ties: list[Link], expected: str | None) -> None:
    assert expected == read(graph(*ties).owner("bhasha-coop"))


LINKS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(TYPES), st.sampled_from(NAMES), st.sampled_from([None, 0.1, 0.9])), max_size=7
)


def _acquainting(drawn: list[Drawn]) -> list[Drawn]:
    """Ties without payments, which may be those of a customer."""
    return [each for each in drawn if each[1] != "pays"]


@settings(deadline=None)
@given(LINKS)
def test_relatedness_does_not_depend_on_the_direction_of_ties(drawn: list[Drawn]) -> None:
    drawn = _acquainting(drawn)
    turned = [(target, kind, source, share) for source, kind, target, share in drawn]

    assert _distances(_drawn(drawn)) == _distances(_drawn(turned))


@settings(deadline=None)
@given(LINKS)
def test_relatedness_takes_the_fewest_ties(drawn: list[Drawn]) -> None:
    drawn = _acquainting(drawn)
    ties = [(source, target) for source, _, target, _ in drawn]

    assert _fewest([*ties, *((end, start) for start, end in ties)]) == _distances(_drawn(drawn))


@settings(deadline=None)
@given(LINKS)
def test_a_way_of_money_is_strong_and_short_where_one_can_be(drawn: list[Drawn]) -> None:
    moved = _drawn(drawn)
    edges = [edge for each in drawn for edge in _edges(*each)]
    strong, every = _fewest([edge[:2] for edge in edges if edge[2]]), _fewest([edge[:2] for edge in edges])

    expected = {name: (True, strong[name]) if strong[name] is not None else (False, every[name]) for name in NAMES}
    found = {name: (way.strong, len(way.steps)) if (way := moved.money(name)) else (False, None) for name in NAMES}
    assert expected == found


@cache
def _sound() -> Facts:
    return facts()


def _drawn(ties: Iterable[Drawn]) -> Graph:
    """The sound plan's parties with these ties; made without reading the plan again, since there are many."""
    plan, thresholds = _sound().plan, _sound().thresholds
    shares = [(source, kind, target, NOT_STATED if share is None else share) for source, kind, target, share in ties]
    links = tuple(Tied.model_construct(from_=source, type=kind, to=target, share=share) for source, kind, target, share in shares)
    made = plan.model_copy(update={"parties": plan.parties.model_copy(update={"links": links})})
    directory = Directory(made)
    return Graph(made, directory, thresholds, Purchases(made, directory, Calendar(made, thresholds)))


def _distances(made: Graph) -> dict[str, int | None]:
    return {name: len(way.steps) if (way := made.related(name)) else None for name in NAMES}


def _edges(source: str, kind: str, target: str, share: float | None) -> list[tuple[str, str, bool]]:
    """How money moves along a tie, said once more in another way."""
    onwards, back = (source, target), (target, source)
    strong = kind not in ("owns", "beneficial_owner") or share is None or share > 0.5
    directions = {
        "account_of": [onwards], "nominee_for": [onwards], "pays": [onwards], "employs": [onwards], "employed_by": [back],
        "family_of": [onwards, back], "shares_address": [],
    }.get(kind, [back])  # fmt: skip
    return [(*each, strong and kind not in ("employs", "employed_by", "family_of")) for each in directions]


def _fewest(edges: Sequence[tuple[str, str]]) -> dict[str, int | None]:
    """Ties between each name and the suspect, found by widening a set until it no longer grows."""
    distance: dict[str, int | None] = dict.fromkeys(NAMES)
    reached, round_ = {SUSPECT}, 0
    while reached:
        distance.update(dict.fromkeys(reached, round_))
        reached, round_ = {start for start, end in edges if end in reached and distance[start] is None}, round_ + 1
    return distance
