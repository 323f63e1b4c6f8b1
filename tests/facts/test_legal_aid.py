"""Legal aid that people can trust, and why the rest does not count."""

from typing import Any

import pytest

from tests.plans import facts


def offers(**edits: Any) -> list[tuple[str, str]]:
    return [(each.service.id, each.obstacle) for each in facts(**edits).legal_aid.offers]


def independent(**edits: Any) -> list[str]:
    return [each.id for each in facts(**edits).legal_aid.independent_legal_aid]


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        ({}, ""),
        ({"services[sv-legal].status": "requested"}, ""),
        ({"services[sv-legal].status": "none"}, "withdrawn"),
        ({"services[sv-legal].status": "unknown"}, "unclear"),
        ({"services[sv-legal].provider": "unknown"}, "unclear"),
        ({"organisations[legal-services].kind": "unknown"}, "unclear"),
        ({"organisations[legal-services].kind": "border_immigration"}, "coercive"),
        ({"organisations[legal-services].kind": "prosecutor"}, "prosecutor"),
        ({"organisations[legal-services].kind": "magistrate"}, ""),
        ({"legal.prosecution.prosecutor": "legal-services"}, "prosecutor"),
        ({"evidence.investigating_authority": "legal-services"}, "investigator"),
        ({"services[sv-legal].provider": "ahtu"}, "investigator"),
    ],
)
def test_an_offer_and_what_keeps_it_from_counting(change: dict[str, Any], obstacle: str) -> None:
    assert ([("sv-legal", obstacle)], ["sv-legal"] if not obstacle else []) == (offers(set=change), independent(set=change))


def test_a_service_of_other_help_is_no_offer() -> None:
    assert [] == offers(set={"services[sv-legal].types": ["case_management"]})
