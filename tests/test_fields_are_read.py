"""A field that no rule and no fact reads is a promise that nobody checks: each has a reader, or a reason why it is only shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from planlint.plan.model import Plan
from planlint.plan.states import Section
from planlint.schema.shape import fields
from tests.conftest import ROOT

ONLY_SHOWN = {
    "planlint": "the version of the schema itself",
    "plan.version": "told to readers; nothing follows from a number",
    "community.handover.scope": "words for people",
    "evidence.interviews.protocol": "the name of a protocol; nobody can tell a good one by its name",
    "identification.screening.tool": "the name of a tool; nobody can tell a good one by its name",
    "legal.prosecution.charging_strategy": "words for people",
    "legal.statutes.citation": "words for people",
    "legal.reflection_period.statute": "a reference for people; days and law are judged",
    "organisations.safeguarding_policy": "a reference for people; the plan's own policy is judged",
    "parties.links.as_of": "how old a tie is decides nothing: an old one is still one",
    "personnel.qualifications": "words for people; roles and training are judged",
    "population.groups.substance_dependence.substances": "words for those who treat; prevalence is judged",
    "reintegration.stigma.measures": "words for people; whether stigma is assessed is judged",
    "risk.abort_criteria.trigger": "words for people; who may stop and what is done then are judged",
    "situation.intelligence.source_type": "shown; how a report is graded and who gave it are judged",
    "situation.premises.flag": "shown; whose law holds on board is for lawyers",
    "waivers.approved_on": "shown; the end of an acceptance is judged",
}
"""Fields that people read and no rule does, and why."""

WITHOUT_A_RULE = {
    "children.best_interests_procedure", "communications.command.operational", "communications.command.strategic",
    "communications.command.tactical", "evidence.interviews.recorded", "identification.non_victim_pathway.property_returned",
    "identification.non_victim_pathway.services_offered", "legal.entitlements.claimed_by", "legal.immigration.interim_status",
    "media.spokesperson", "monitoring.after_action.led_by", "personnel.employed_as",
    "personnel.relationships_checked", "phases.children_heard", "phases.force.dogs", "phases.force.firearms", "phases.force.forced_entry",
    "phases.force.restraints", "plan.as_of", "plan.secondary_kinds", "safeguarding.code_of_conduct_signed", "safeguarding.staff_care",
    "services.housing.guaranteed_by", "services.housing.max_stay", "services.housing.placed_by", "services.housing.review_within_days",
    "services.housing.security.address_known_to_suspects", "services.housing.security.fallback", "services.housing.security.guards",
    "services.housing.security.who_may_collect", "situation.premises.other_exploited_persons",
}  # fmt: skip
"""Fields that a rule should read and none does yet; this list only gets shorter."""


def names_read() -> set[str]:
    """Attributes and words that checks, facts and the lint engine name, and all words of the rules' expressions."""
    found: set[str] = set()
    for folder in ("checks", "facts", "lint"):
        for file in (ROOT / "planlint" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Attribute):
                    found.add(node.attr)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                    found.add(node.value)
    for file in (ROOT / "rules").rglob("*.yaml"):
        policy = file.read_text("utf-8").partition("\nexamples:")[0]
        found.update(re.findall(r"(?:self|plan|[a-z])\.([a-z_]+)", policy))
    return found


def model_fields(section: type[Section], path: str = "") -> Iterator[tuple[str, str]]:
    for key, (attribute, shape) in fields(section).items():
        here = f"{path}.{key}".strip(".")
        if isinstance(shape.kind, type) and issubclass(shape.kind, Section):
            yield from model_fields(shape.kind, here)
        else:
            yield here, attribute


def test_every_field_has_a_reader_or_a_reason() -> None:
    read = names_read()
    unread = {path for path, attribute in model_fields(Plan) if attribute not in read}

    assert {*ONLY_SHOWN, *WITHOUT_A_RULE} == unread
