"""Accepting findings with accountability: one engine for the waivers in a plan and the comments in its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from planlint.facts import Facts
from planlint.lint.accept.comments import comment_claims
from planlint.lint.accept.engine import Claims as Claims
from planlint.lint.accept.waivers import waiver_claims
from planlint.rule import Rule
from planlint.schema.placeholders import policy_of
from planlint.source.document import Document


def claims_of(document: Document, facts: Facts, rules: Mapping[str, Rule], selected: frozenset[str], today: dt.date) -> Claims:
    """What a plan accepts, in its waivers first and then in comments. A reason that says nothing is none."""
    texts = policy_of(rules["PL011"].values)
    claims = (
        claim._replace(reason="") if texts.says_nothing(claim.reason) else claim
        for claim in (*waiver_claims(facts), *comment_claims(document))
    )
    return Claims(claims, facts, rules, selected, today)
