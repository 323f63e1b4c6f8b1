"""What the operation is and where it happens: the sections ``plan`` and ``situation``."""

from typing import Literal

from planlint.plan.states import Known, Listed, Many, Part, Section, Stated, Whole, about
from planlint.plan.values import ActorRef, Bool, Country, Date, GroupRef, Id, OrgRef, PartyRef, Place, Text, TimeZone
from planlint.plan.vocabulary import Armed, Marking, NoneKnown, OperationKind, PlanStatus


class Window(Section):
    """First and last day of the plan, follow-up included: a plan does not end at the door."""

    start: Known[Date] = about("First day of the plan.")
    end: Known[Date] = about("Last day of the plan, after follow-up; inclusive.")


class Approval(Section):
    """One decision on the plan."""

    role: Stated[Text] = about("The function in which somebody decided, for example district_magistrate.")
    org: Stated[OrgRef] = about("The organisation that decided.")
    date: Stated[Date] = about("Day of the decision.")
    decision: Stated[Literal["go", "no_go", "conditional"]] = about("What was decided.")


class Emergency(Section):
    """Imminent danger to life, which shortens some preparation."""

    imminent_danger: Stated[Bool] = about("Whether somebody's life is in danger now.")
    basis: Stated[Text] = about("What the danger is known from.")
    declared_by: Stated[OrgRef] = about("The local authority that declared it.")


class Operation(Section):
    """What the operation is, who leads it, when it runs and who approved it."""

    id: Id
    title: Known[Text] = about("A title that identifies no person and no place.")
    operation_kind: Known[OperationKind] = about("What kind of operation this is; the activities of its phases must agree.")
    secondary_kinds: Many[OperationKind] = about("Further kinds that the plan contains.")
    summary: Known[Text] = about("Two or three sentences that identify nobody.")
    version: Stated[Text] = about('Version of the plan, quoted: "1.3".')
    status: Known[PlanStatus] = about("How far the plan is.")
    marking: Known[Marking] = about("Traffic Light Protocol 2.0 marking of this file.")
    prepared_on: Known[Date] = about("Day on which this version was written.")
    as_of: Stated[Date] = about("Day on which what the plan says holds; left out: the latest approval, else prepared_on.")
    timezone: Known[TimeZone] = about("IANA time zone of every date in the plan, for example Asia/Kolkata.")
    window: Whole[Window] = about("First and last day of the plan.")
    lead: Known[OrgRef] = about("The organisation that leads.")
    approvals: Many[Approval] = about("Who decided go or no-go, and when.")
    distribution: Many[OrgRef] = about("Organisations that may hold this plan.")
    emergency: Part[Emergency] = about("Imminent danger, where there is any.")


class Premises(Section):
    """A place that the operation enters or watches."""

    id: Id
    type: Stated[Text] = about("What kind of place it is, for example brick_kiln, vessel or home.")
    jurisdiction: Stated[Place] = about("Country or subdivision, ISO 3166.")
    flag: Stated[Country] = about("Of a vessel: the country whose flag it flies.")
    home_of: Many[GroupRef] = about("Groups whose own home this is; not the rooms that an employer gives them.")
    controlled_by: Many[PartyRef] = about("Who controls the place.")
    armed: Stated[Armed] = about("Whether people there carry weapons.")
    other_exploited_persons: Stated[NoneKnown] = about("Whether others are exploited there beside the people this plan is for.")


class Intelligence(Section):
    """One report that the plan rests on."""

    id: Id
    source_type: Stated[
        Literal["survivor_account", "hotline", "inspection", "undercover", "open_source", "informant", "partner_referral"]
    ] = about("Where the report came from.")
    obtained_on: Stated[Date] = about("Day on which it was obtained.")
    obtained_by: Stated[ActorRef] = about("Who obtained it.")
    grading: Stated[Text] = about("Admiralty grading, source A to F and information 1 to 6: B2.")
    summary: Stated[Text] = about("What it says, identifying nobody.")


class Verification(Section):
    """Whether somebody independent has looked."""

    status: Stated[Literal["verified", "partial", "not_done"]] = about("How far the intelligence is verified.")
    by: Stated[ActorRef] = about("Who verified it.")
    date: Stated[Date] = about("When it was verified.")
    method: Stated[Text] = about("How it was verified.")


class OfficialComplicity(Section):
    """Officials who may be part of the trafficking."""

    level: Stated[NoneKnown] = about("What is known of complicity.")
    agencies: Many[OrgRef] = about("The agencies concerned; they must not learn of the plan.")


class Situation(Section):
    """Where the operation happens and what is known of it."""

    jurisdictions: Listed[Place] = about(
        "Countries or subdivisions in which the operation happens, ISO 3166; of an operation in two countries, those of both."
    )
    premises: Many[Premises] = about("The places that the operation enters or watches.")
    intelligence: Many[Intelligence] = about("The reports that the plan rests on.")
    verification: Part[Verification] = about("Whether somebody independent has looked.")
    official_complicity: Part[OfficialComplicity] = about("Officials who may be part of the trafficking.")
