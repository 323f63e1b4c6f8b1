"""Law, identification and evidence: ``legal``, ``identification``, ``evidence``."""

from typing import Literal

from planlint.plan.states import Known, Many, Part, Section, Stated, about
from planlint.plan.values import (
    ActorRef,
    Bool,
    Count,
    Date,
    DateOrOpen,
    GroupRef,
    Id,
    MoneyRef,
    OrgRef,
    PersonnelRef,
    PhaseRef,
    PremisesRef,
    StatuteRef,
    Text,
)
from planlint.plan.vocabulary import Activity, AuthorisationType, Condition, NotPunished


class Statute(Section):
    """A law that the plan relies on."""

    id: Id
    citation: Stated[Text] = about("The law as lawyers cite it.")
    provides: Many[Literal["offence", "entry", "release", "protection", "reflection"]] = about("What the plan needs it for.")
    bars: Many[NotPunished] = about("Offences for which this law lets nobody be punished who was made to commit them.")


class HostState(Section):
    """The host country's word on a foreign lead."""

    invitation: Stated[Literal["invited", "requested_by_host", "notified", "refused", "not_required", "consular_function"]] = about(
        "What it said; consular_function where an embassy protects its own citizens."
    )
    by: Stated[OrgRef] = about("The body that said it.")
    date: Stated[Date] = about("When it said it.")
    ref: Stated[Text] = about("Reference of the letter.")
    valid_until: Stated[DateOrOpen] = about("Last day on which it holds, or open.")


class Authorisation(Section):
    """A warrant, order or notice."""

    id: Id
    type: Known[AuthorisationType] = about("What kind of authorisation it is.")
    issued_by: Stated[ActorRef] = about("Who issued it.")
    status: Stated[Literal["planned", "applied", "issued"]] = about("Whether it exists already.")
    issued_on: Stated[Date] = about("When it was issued.")
    valid_from: Stated[Date] = about("First day on which it is valid.")
    valid_until: Stated[DateOrOpen] = about("Last day on which it is valid, or open.")
    premises: Many[PremisesRef] = about("The premises it names.")
    activities: Many[Activity] = about("The activities it allows.")
    grounds_recorded: Stated[Bool] = about("Whether the grounds of a warrantless power are written down.")


class NonPunishment(Section):
    """Agreement not to punish survivors for what they were made to do."""

    status: Stated[Literal["secured", "partial", "refused"]] = about("How far it is agreed.")
    agreed_with: Many[OrgRef] = about("With whom it is agreed; [] where it rests on a law alone.")
    covers: Many[NotPunished] = about("What it covers.")


class ReflectionPeriod(Section):
    """Time to recover and decide, before anything is asked of a survivor."""

    days: Stated[Count] = about("Days that the plan gives to the groups for whom the period is meant.")
    groups: Many[GroupRef] = about("The groups for whom it is meant; left out: those that are or may be foreign.")
    started_on: Stated[Date] = about("Day on which it began, for people who are in a shelter already.")
    statutory_min_days: Stated[Count] = about("Days that the law gives at least; none where there is no such law.")
    conditional_on_cooperation: Stated[Bool] = about("Whether it depends on cooperation.")
    statute: Stated[StatuteRef] = about("The law.")


class Immigration(Section):
    """The right to stay meanwhile."""

    interim_status: Stated[Literal["permit", "toleration", "not_needed"]] = about("Status until decisions are made.")
    detention_used: Stated[Bool] = about("Whether immigration detention is used.")
    conditional_on_cooperation: Stated[Bool] = about("Whether the status depends on cooperation.")


class WitnessProtection(Section):
    """Protection of those who testify."""

    planned: Stated[Bool] = about("Whether it is planned.")
    by: Stated[ActorRef] = about("Who protects.")


class Prosecution(Section):
    """The case that follows."""

    prosecutor: Stated[OrgRef] = about("The prosecutor's office; where a magistrate tries such cases, the magistrate's.")
    engaged_on: Stated[Date] = about("Since when it is involved.")
    arrest_plan: Stated[Bool] = about("Whether arrests are planned.")
    charging_strategy: Stated[Text] = about("Which charges are intended.")
    independent_evidence: Many[Text] = about("Evidence beside testimony, for example wage_registers.")
    witness_protection: Part[WitnessProtection] = about("Protection of those who testify.")


class Order(Section):
    """An order that follows an act."""

    type: Known[Literal["child_removal_order", "court_order", "release_order", "placement_order"]] = about("What kind of order it is.")
    by: Stated[OrgRef] = about("Who gives it.")
    within_hours: Stated[Count] = about("Hours after the act within which the law wants it.")


class Entitlement(Section):
    """What people are owed."""

    type: Known[Literal["release_certificate", "back_wages", "compensation", "interim_relief"]] = about("What it is.")
    groups: Many[GroupRef] = about("To whom; left out: to all.")
    payer: Stated[MoneyRef] = about("Who gives or pays it.")
    claimed_by: Stated[ActorRef] = about("Who claims it for them, also after they have left.")
    due: Stated[Date] = about("Day by which it is issued or paid.")
    conditional_on: Many[Condition] = about("What people must do to receive it.")


class Legal(Section):
    """Law, authority and what survivors are protected from."""

    statutes: Many[Statute] = about("The laws that the plan relies on.")
    offences: Many[StatuteRef] = about("The statutes that the facts meet.")
    local_counsel: Stated[OrgRef] = about("Who advises on local law.")
    host_state: Part[HostState] = about("The host country's word on a foreign lead.")
    authorisations: Many[Authorisation] = about("Warrants, orders, notices.")
    non_punishment: Part[NonPunishment] = about("Agreement not to punish survivors.")
    reflection_period: Part[ReflectionPeriod] = about("Time to recover and decide.")
    immigration: Part[Immigration] = about("The right to stay meanwhile.")
    prosecution: Part[Prosecution] = about("The case that follows.")
    orders: Many[Order] = about("Orders that the law wants soon after an act, for example of a court after a child was taken to safety.")
    entitlements: Many[Entitlement] = about("What people are owed: papers and money, and who gives it.")


class Screening(Section):
    """How victims are identified."""

    phase: Stated[PhaseRef] = about("The phase in which people are screened.")
    tool: Stated[Text] = about("The questionnaire or procedure.")
    done_by: Many[PersonnelRef] = about("Who screens.")
    by_law: Stated[StatuteRef] = about("The law that gives screening to the police, where there is one.")
    minutes_per_person: Stated[Count] = about("Minutes for each person.")
    private_setting: Stated[Bool] = about("Whether each person is alone with the screener.")
    suspects_separated: Stated[Bool] = about("Whether suspects and controllers are kept apart.")


class ReferralMechanism(Section):
    """The national or local referral mechanism."""

    name: Stated[Text] = about("Its name.")
    authority: Stated[OrgRef] = about("Who runs it.")


class NonVictimPathway(Section):
    """What is planned for those who were not trafficked or would rather stay."""

    free_to_leave: Stated[Bool] = about("Whether they may go.")
    services_offered: Stated[Bool] = about("Whether they are offered help.")
    transport: Stated[Bool] = about("Whether they are brought where they want to go.")
    property_returned: Stated[Bool] = about("Whether they get back what is theirs.")
    no_arrest_for_status: Stated[Bool] = about("Whether nobody is arrested for immigration or sex work.")


class Identification(Section):
    """How victims are identified."""

    indicators: Stated[Literal["ilo_2009", "unodc", "national", "other"]] = about("The list of indicators used.")
    screening: Part[Screening] = about("How victims are identified.")
    referral_mechanism: Part[ReferralMechanism] = about("Where victims are referred.")
    non_victim_pathway: Part[NonVictimPathway] = about("What happens to everybody else.")
    presumption_of_minority: Stated[Bool] = about("Whether a person of doubtful age is treated as a child.")


class ChainOfCustody(Section):
    """Who held an exhibit, when."""

    procedure: Stated[Text] = about("The procedure.")
    log: Stated[Text] = about("The log.")


class Interviews(Section):
    """Evidential interviews."""

    protocol: Stated[Text] = about("The interview protocol, for example PEACE.")
    recorded: Stated[Literal["audio", "audio_video"]] = about("How they are recorded.")
    by: Many[PersonnelRef] = about("Who interviews.")


class Evidence(Section):
    """Exhibits and statements."""

    investigating_authority: Stated[OrgRef] = about("The authority that investigates.")
    custodian: Stated[ActorRef] = about("Who keeps the exhibits.")
    chain_of_custody: Part[ChainOfCustody] = about("Who held an exhibit, when.")
    handlers: Many[PersonnelRef] = about("Who touches exhibits.")
    interviews: Part[Interviews] = about("Evidential interviews.")
