"""Care from the first night on: ``services``, ``children``, ``consent``, ``returns``, ``reintegration``."""

from typing import Annotated, Literal

from pydantic import Field

from planlint.plan.states import Known, Listed, Many, Part, Section, Stated, Whole, about
from planlint.plan.values import (
    ActorRef,
    Bool,
    Count,
    Date,
    DateOrOpen,
    GroupRef,
    GuardianRef,
    Id,
    Language,
    Length,
    OrgRef,
    PersonnelRef,
    PhaseRef,
    Place,
    ServiceRef,
    Share,
    StageRef,
    StatuteRef,
    Text,
)
from planlint.plan.vocabulary import Condition, ConsentPurpose, HousingClass, ServiceType


class Availability(Section):
    """From when until when."""

    from_: Annotated[Known[Date], Field(alias="from", description="First day.")]
    until: Known[DateOrOpen] = about("Last day (inclusive), or open.")


class Licence(Section):
    """Licence of a shelter."""

    status: Stated[Literal["licensed", "applied", "unlicensed", "not_required"]] = about("Whether it is licensed.")
    ref: Stated[Text] = about("Reference of the licence.")
    until: Stated[DateOrOpen] = about("Last day on which it is valid, or open.")


class Security(Section):
    """How a house is kept safe from those whom people fled."""

    guards: Stated[Bool] = about("Whether somebody watches the house day and night.")
    address_known_to_suspects: Stated[Bool] = about("Whether suspects know, or may know, where it is.")
    fallback: Stated[ServiceRef] = about("Where people go if the house is found.")
    who_may_collect: Stated[Text] = about("Who may fetch somebody from there, and how that is checked.")


class Housing(Section):
    """Beds, for whom, and under which conditions."""

    beds: Stated[Count] = about("Beds in all.")
    occupied: Stated[Count] = about("Beds that others use.")
    classes: Many[HousingClass] = about("Who may sleep there.")
    separation: Stated[Bool] = about("Whether classes are kept apart.")
    movement: Stated[Literal["open", "individual_risk_limits", "closed"]] = about("Whether people may come and go.")
    licence: Part[Licence] = about("Its licence.")
    placed_by: Stated[OrgRef] = about("The court or office that places people there; none where they come of their own will.")
    review_within_days: Stated[Count] = about("Days within which the placement is reviewed.")
    max_stay: Stated[Length] = about("The longest stay for which somebody may be placed there, for example P90D.")
    guaranteed_by: Stated[OrgRef] = about("Who promised in writing that beds are free on the day, of a provider that cannot reserve.")
    security: Part[Security] = about("How the house is kept safe.")


class Service(Section):
    """Help that somebody provides."""

    id: Id
    types: Listed[ServiceType] = about("What is provided.")
    provider: Known[OrgRef] = about("Who provides it: of a hotel, who runs it, not who pays.")
    groups: Many[GroupRef] = about("The groups served; left out: all.")
    jurisdiction: Known[Place] = about("Where it is provided.")
    remote: Stated[Bool] = about("Whether it reaches people anywhere, for example by telephone; jurisdiction is then its seat.")
    status: Known[Literal["confirmed", "provisional", "requested", "none"]] = about("How certain it is.")
    confirmed_on: Stated[Date] = about("Day of the confirmation.")
    available: Whole[Availability] = about("From when until when.")
    languages: Listed[Language] = about("Languages in which it is provided.")
    conditional_on: Many[Condition] = about("What people must do to receive it.")
    fee_to_survivor: Stated[Literal["nominal", "full"]] = about("What survivors pay.")
    paid_by: Stated[Literal["line", "provider", "state", "offender", "employer_by_order"]] = about(
        "Who pays: a budget line, the provider, the state, a convicted offender, or the employer under an order."
    )
    housing: Part[Housing] = about("Beds, of a service that houses people.")


class Children(Section):
    """What is planned for children."""

    expected: Stated[Literal["expected", "possible", "none_expected"]] = about("Whether children are expected.")
    authority: Stated[OrgRef] = about("The child protection authority.")
    guardianship: Stated[GuardianRef] = about(
        "The service or organisation that provides guardians; not_applicable where every child is with a parent who is no suspect."
    )
    appointed_within_hours: Stated[Count] = about("Hours until a guardian is appointed.")
    interview_protocol: Stated[Literal["nichd", "barnahus", "national"]] = about("Protocol for interviews with children.")
    best_interests_procedure: Stated[Bool] = about("Whether a best-interests procedure is followed.")


class ConsentStage(Section):
    """One question that people are asked, at one point of the plan."""

    id: Id
    purpose: Known[ConsentPurpose] = about("What they are asked to agree to.")
    phase: Stated[PhaseRef] = about("The phase in which they are asked.")
    obtained_by: Stated[PersonnelRef] = about("Who asks.")
    by_law: Stated[StatuteRef] = about("The law that lets nobody else ask, for example where only police may stand at the door.")
    mode: Stated[Literal["oral_interpreted", "written", "written_and_oral", "pictorial"]] = about("How they are asked.")
    languages: Many[Language] = about("Languages in which they are asked.")
    revocable: Stated[Bool] = about("Whether they may change their mind.")
    minors: Stated[Literal["guardian_and_assent", "guardian_only", "not_applicable"]] = about(
        "Who decides for children; not_applicable where no group of the phase has any."
    )


class RightToDecline(Section):
    """What happens to somebody who does not want to come along."""

    respected: Stated[Bool] = about("Whether a no is accepted.")
    pathway: Stated[Text] = about("What is offered to somebody who says no.")


class SurvivorInput(Section):
    """Survivors' part in the plan."""

    in_design: Stated[Bool] = about("Whether survivors helped to design it.")
    by: Stated[ActorRef] = about("Who spoke for survivors.")
    how: Stated[Text] = about("How they took part.")


class Consent(Section):
    """What people are asked, and their right to say no."""

    stages: Many[ConsentStage] = about("Each question, at its point of the plan.")
    right_to_decline: Part[RightToDecline] = about("What happens to somebody who says no.")
    survivor_input: Part[SurvivorInput] = about("Survivors' part in the plan.")
    max_interviews_per_person: Stated[Count] = about("How often one person is interviewed at most.")
    joint_interview_protocol: Stated[Bool] = about("Whether interviews are joint, recorded and shared.")


class RiskAssessment(Section):
    """Who looks at the danger on return."""

    status: Stated[Literal["done", "individual_planned"]] = about("Whether it is done or planned person by person.")
    by: Stated[ActorRef] = about("Who assesses.")


class FamilyAssessment(Section):
    """Who looks at the home."""

    status: Stated[Literal["done", "planned"]] = about("Whether it is done.")
    by: Stated[ActorRef] = about("Who assesses.")
    finding: Stated[Literal["safe", "unsafe", "implicated", "mixed", "pending"]] = about("What was found.")


class EmbassyContact(Section):
    """Contact with the country of origin."""

    planned: Stated[Bool] = about("Whether it is planned.")
    consent: Stated[StageRef] = about("The consent stage that covers it.")


class RouteDocuments(Section):
    """Papers for a journey."""

    status: Stated[Literal["held", "issued", "applied", "planned"]] = about("Whether people have what the journey needs.")
    by: Stated[OrgRef] = about("Who issues them.")


class Clearance(Section):
    """What a border wants beside papers: a permit to leave or enter, the lifting of a ban or of a fine."""

    status: Stated[Literal["cleared", "applied", "planned"]] = about("How far it is.")
    by: Stated[OrgRef] = about("Who gives it.")


class Route(Section):
    """A way home, or elsewhere, for a group."""

    id: Id
    group: GroupRef = about("Whose route it is.")
    to: Known[Place] = about("Where it leads.")
    mode: Stated[Literal["voluntary_assisted", "court_ordered", "escorted_without_choice", "deportation"]] = about("How free it is.")
    not_before: Stated[Date] = about("First day on which anybody leaves; others may leave later.")
    share: Stated[Share] = about("Part of the group that takes this route, from 0 to 1, where the group has several.")
    paid_by: Stated[ActorRef] = about("Who pays for the journey, where no budget line and no service does.")
    documents: Part[RouteDocuments] = about("Papers for the journey.")
    clearance: Part[Clearance] = about("Permit to leave or enter; lifting of a ban or fine.")
    consent: Stated[StageRef] = about("The consent stage that covers it.")
    risk_assessment: Part[RiskAssessment] = about("Who looks at the danger on return.")
    receiving: Stated[OrgRef] = about("The organisation that receives people.")
    placement: Stated[Literal["family", "shelter", "independent", "foster", "individual"]] = about(
        "Where they will live; individual: decided person by person after assessment."
    )
    family_assessment: Part[FamilyAssessment] = about("Who looks at the home.")
    best_interests: Stated[Literal["done", "planned", "not_applicable"]] = about("Decision on the best interests of children.")
    embassy_contact: Part[EmbassyContact] = about("Contact with the country of origin.")


class Returns(Section):
    """Return and stay."""

    routes: Many[Route] = about("Ways home, or elsewhere.")
    alternatives: Many[
        Literal["local_integration", "temporary_residence", "asylum", "third_country", "extended_shelter", "interstate_work_placement"]
    ] = about("What is offered to those who do not return.")


class Stigma(Section):
    """How survivors are received at home."""

    assessed: Stated[Bool] = about("Whether somebody looked.")
    measures: Many[Text] = about("What is done.")


class FollowUp(Section):
    """Contact after the operation, counted from the recovery."""

    months: Stated[Count] = about("Months of follow-up.")
    contacts: Many[Length] = about("When people are contacted, for example P2W, P1M.")
    by: Many[OrgRef] = about("Who keeps contact.")


class Reintegration(Section):
    """The life afterwards."""

    individual_plans: Stated[Bool] = about("Whether each person has a plan of their own.")
    elements: Many[Literal["livelihood", "education", "housing", "debt_relief", "social_protection", "legal"]] = about(
        "What plans contain."
    )
    stigma: Part[Stigma] = about("How survivors are received at home.")
    follow_up: Part[FollowUp] = about("Contact after the operation.")
    case_managers: Stated[Count] = about("Case managers outside the roster.")
