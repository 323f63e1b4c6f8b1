"""The plan as a whole. Sections stand in the order of a police briefing (IIMARCH)."""

from typing import Literal

from planlint.plan.care import Children, Consent, Reintegration, Returns, Service
from planlint.plan.conduct import Communications, Community, DataProtection, Media, Monitoring, Safeguarding, Unknown, Waiver
from planlint.plan.justice import Evidence, Identification, Legal
from planlint.plan.operation import Operation, Situation
from planlint.plan.people import Organisation, Parties, Personnel, Population
from planlint.plan.phases import Phase
from planlint.plan.resources import Finance, RiskSection
from planlint.plan.states import Many, Part, Required, Section, Whole, about


class Plan(Section):
    """A counter-trafficking operation plan."""

    planlint: Required[Literal["1.0"]] = about('Version of this schema, quoted: "1.0".')
    plan: Required[Operation] = about("What the operation is, who leads it, when it runs, who approved it.")
    situation: Required[Situation] = about("Information: where it happens and what is known.")
    population: Required[Population] = about("Information: the people the operation is for.")
    organisations: Required[tuple[Organisation, ...]] = about("Information: who takes part, and who is kept out.")
    personnel: Required[tuple[Personnel, ...]] = about("Administration: who works in which phase.")
    parties: Part[Parties] = about("Information: suspects, others, and what ties them.")
    legal: Whole[Legal] = about("Law: statutes, authority, protection of survivors.")
    identification: Part[Identification] = about("Method: how victims are identified.")
    phases: Required[tuple[Phase, ...]] = about("Method: what is done when.")
    services: Many[Service] = about("Administration: help that somebody provides.")
    children: Part[Children] = about("Law: what is planned for children.")
    consent: Part[Consent] = about("Law: what people are asked, and their right to say no.")
    returns: Part[Returns] = about("Administration: return and stay.")
    reintegration: Part[Reintegration] = about("Administration: the life afterwards.")
    evidence: Part[Evidence] = about("Method: exhibits and statements.")
    finance: Part[Finance] = about("Administration: budget, funding, transfers.")
    risk: Part[RiskSection] = about("Risk assessment: what may go wrong.")
    communications: Part[Communications] = about("Communications: command and channels.")
    data_protection: Part[DataProtection] = about("Communications: survivors' data.")
    media: Part[Media] = about("Communications: press, pictures, fundraising.")
    community: Part[Community] = about("Law: the place where it happens.")
    safeguarding: Part[Safeguarding] = about("Law: protection from the team itself.")
    monitoring: Part[Monitoring] = about("Intention: what is counted and reviewed.")
    unknowns: Many[Unknown] = about("Gaps in the plan, with somebody who closes each.")
    waivers: Many[Waiver] = about("Findings that somebody accepts, with a reason and an end.")
