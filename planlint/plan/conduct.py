"""How the team behaves: ``communications``, ``data_protection``, ``media``, ``community``, ``safeguarding``, ``monitoring``."""

from typing import Annotated, Literal

from pydantic import Field

from planlint.plan.states import Known, Many, Part, Section, Stated, about
from planlint.plan.values import ActorRef, Bool, Count, Date, Id, Language, Length, LineRef, OrgRef, PhaseRef, StageRef, Text


class Command(Section):
    """Who commands."""

    strategic: Stated[ActorRef] = about("Who decides on aims.")
    tactical: Stated[ActorRef] = about("Who decides on means.")
    operational: Stated[ActorRef] = about("Who leads on the ground.")


class Communications(Section):
    """Command and channels."""

    command: Part[Command] = about("Who commands.")
    channels: Many[Text] = about("How the teams talk to each other.")


class Sharing(Section):
    """Data that leaves the controller."""

    with_: Annotated[OrgRef, Field(alias="with", description="Who receives the data.")]
    data: Many[Text] = about("What is shared.")
    purpose: Stated[Text] = about("Why it is shared.")
    agreement: Stated[Text] = about("The agreement that allows it.")
    consent: Stated[StageRef] = about("The consent stage that covers it.")
    legal_duty: Stated[Text] = about("The legal duty to share, where there is one.")


class DataProtection(Section):
    """Survivors' data."""

    controller: Stated[OrgRef] = about("Who answers for the data.")
    legal_basis: Stated[Text] = about("On what basis it is kept.")
    retention: Stated[Length] = about("How long it is kept, for example P5Y.")
    pseudonymised: Stated[Bool] = about("Whether names are replaced.")
    encrypted: Stated[Bool] = about("Whether it is encrypted.")
    sharing: Many[Sharing] = about("Who else receives data.")


class MediaPresence(Section):
    """Media at a phase."""

    org: OrgRef = about("The media organisation.")
    phases: Many[PhaseRef] = about("The phases at which it is present.")


class Media(Section):
    """Press, pictures and fundraising."""

    policy: Stated[Literal["no_media", "post_operation", "embedded"]] = about("How the press is handled.")
    present: Many[MediaPresence] = about("Media at phases.")
    imagery_of_survivors: Stated[Literal["prohibited", "consented_non_identifying", "permitted"]] = about("Pictures of survivors.")
    fundraising_use: Stated[Bool] = about("Whether pictures or stories raise funds.")
    spokesperson: Stated[ActorRef] = about("Who speaks to the press.")


class LocalPresence(Section):
    """The lead's presence in the country."""

    office: Stated[Bool] = about("Whether it has an office there.")
    since: Stated[Date] = about("Since when.")


class Engagement(Section):
    """Contact with the community."""

    with_: Annotated[Stated[Text], Field(alias="with", description="With whom.")]
    by: Stated[ActorRef] = about("By whom.")
    phase: Stated[PhaseRef] = about("In which phase.")
    purpose: Stated[Text] = about("What for.")


class Capacity(Section):
    """Strength that stays in the country."""

    for_: Annotated[Stated[OrgRef], Field(alias="for", description="Who becomes stronger.")]
    type: Stated[Literal["police_training", "judicial", "social_services", "shelter", "community"]] = about("How.")
    hours: Stated[Count] = about("Hours of training.")
    line: Stated[LineRef] = about("The budget line that pays it; none where it costs nothing.")


class Handover(Section):
    """Who goes on."""

    to: Stated[OrgRef] = about("Who takes over.")
    by: Stated[Date] = about("By when.")
    scope: Stated[Text] = about("What is handed over.")


class HostServiceCapacity(Section):
    """What local services can bear."""

    assessed_on: Stated[Date] = about("When it was assessed.")
    by: Stated[ActorRef] = about("Who assessed it.")
    finding: Stated[Literal["adequate", "gaps"]] = about("What was found.")
    gap_plan: Stated[Text] = about("How gaps are filled.")


class Community(Section):
    """The place where it happens."""

    local_presence: Part[LocalPresence] = about("The lead's presence in the country.")
    engagement: Many[Engagement] = about("Contact with the community.")
    capacity: Many[Capacity] = about("Strength that stays in the country.")
    handover: Part[Handover] = about("Who goes on.")
    cultural_advisor: Stated[ActorRef] = about("Who knows the groups' background.")
    host_service_capacity: Part[HostServiceCapacity] = about("What local services can bear.")


class Policy(Section):
    """The safeguarding policy."""

    ref: Stated[Text] = about("Its reference.")
    reviewed_on: Stated[Date] = about("When it was last reviewed.")


class Psea(Section):
    """Protection from sexual exploitation and abuse."""

    principles: Stated[Literal["iasc_2019", "other"]] = about("The principles followed.")
    focal_point: Stated[ActorRef] = about("Whom to turn to.")


class ComplaintChannel(Section):
    """A way to complain."""

    type: Stated[Text] = about("How, for example phone.")
    run_by: Stated[OrgRef] = about("Who listens.")
    languages: Many[Language] = about("In which languages.")


class Complaints(Section):
    """How people complain about the team."""

    channels: Many[ComplaintChannel] = about("The ways to complain.")
    independent: Stated[Bool] = about("Whether somebody independent listens.")
    ack_days: Stated[Count] = about("Days until a complaint is acknowledged.")


class Safeguarding(Section):
    """Protection from the team itself."""

    policy: Part[Policy] = about("The safeguarding policy.")
    psea: Part[Psea] = about("Protection from sexual exploitation and abuse.")
    code_of_conduct_signed: Stated[Literal["all", "some"]] = about("Who signed the code of conduct.")
    complaints: Part[Complaints] = about("How people complain.")
    staff_care: Stated[Bool] = about("Whether staff are looked after.")


class Indicator(Section):
    """How success is counted."""

    id: Id
    name: Stated[Text] = about("What is counted.")
    kind: Stated[Literal["output", "outcome", "protection", "justice", "harm"]] = about("What kind of success or harm it shows.")
    target: Stated[Text] = about("The target, quoted.")


class AfterAction(Section):
    """The review afterwards."""

    date: Stated[Date] = about("When it is held.")
    led_by: Stated[ActorRef] = about("Who leads it.")
    includes_survivors: Stated[Bool] = about("Whether survivors take part.")


class Monitoring(Section):
    """What is counted and reviewed."""

    indicators: Many[Indicator] = about("How success is counted.")
    after_action: Part[AfterAction] = about("The review afterwards.")


class Unknown(Section):
    """A gap in the plan, with somebody who closes it."""

    path: Known[Text] = about("The place of the unknown value, for example population.groups[g1].nationality.")
    owner: Stated[ActorRef] = about("Who finds out.")
    due: Stated[Date] = about("By when.")
    phase: Stated[PhaseRef] = about("In which phase it will be found out, when that is after the recovery.")
    note: Stated[Text] = about("How it will be found out.")


class Waiver(Section):
    """A finding that somebody accepts, with a reason and an end."""

    rule: Known[Text] = about("Code of the rule, for example TM104.")
    path: Stated[Text] = about("Where; left out: in the whole plan.")
    reason: Stated[Text] = about("Why it is acceptable.")
    approved_by: Stated[Text] = about("Who accepted it: a role in approvals, an organisation or personnel.")
    approved_on: Stated[Date] = about("When it was accepted.")
    expires: Stated[Date] = about("Last day on which it is accepted.")
