"""The people the operation is for, and those who take part: ``population``, ``organisations``, ``personnel``, ``parties``."""

from typing import Annotated, Literal

from pydantic import Field

from planlint.plan.states import Known, Listed, Many, Part, Section, Stated, Whole, about
from planlint.plan.values import (
    Count,
    Country,
    Date,
    DateOrOpen,
    Id,
    Language,
    Nationality,
    OrgRef,
    PartyRef,
    PhaseRef,
    Place,
    Share,
    Text,
)
from planlint.plan.vocabulary import (
    AgeBand,
    Armed,
    Exploitation,
    Gender,
    HousingClass,
    LinkType,
    MeansOfControl,
    NoneKnown,
    OrganisationKind,
    PerpetratorRole,
    PersonnelRole,
    Position,
    Power,
)


class Size(Section):
    """How many people; capacity is checked against ``high``."""

    low: Stated[Count] = about("Lowest plausible number.")
    best: Stated[Count] = about("Best estimate.")
    high: Stated[Count] = about("Highest plausible number.")


class SpokenLanguage(Section):
    """A language of a group."""

    tag: Known[Language] = about("BCP 47 tag, for example ne or rhg.")
    share: Stated[Share] = about("Part of the group that speaks it first, from 0 to 1.")
    fluent_in: Many[Language] = about("Languages in which the same people are fully fluent; partial skill does not count.")


class Dependence(Section):
    """Dependence on substances."""

    prevalence: Stated[Share] = about("Part of the group concerned, from 0 to 1.")
    substances: Many[Text] = about("Which substances.")


class Group(Section):
    """People who share language, nationality and situation."""

    id: Id
    label: Known[Text] = about("What the group is called in this plan; identifies nobody.")
    size: Whole[Size] = about("How many people are in it.")
    nationality: Stated[Nationality] = about("ISO 3166 country, or XXA stateless, XXB or XXC refugee, XXX unspecified.")
    languages: Many[SpokenLanguage] = about("The languages that the group speaks.")
    age_bands: Stated[dict[AgeBand, Stated[Count]]] = about("People per age band; quote the bands. They add up to size.best.")
    gender: Stated[dict[Gender, Stated[Count]]] = about("People per gender; adds up to size.best.")
    housing_classes: Stated[dict[HousingClass, Stated[Count]]] = about(
        "People per kind of bed; adds up to size.high. not_applicable where all of them go on sleeping at home."
    )
    exploitation: Many[Exploitation] = about("How the people are exploited.")
    means_of_control: Many[MeansOfControl] = about("How they are held (IOM Human Trafficking Case Data Standard).")
    substance_dependence: Part[Dependence] = about("Dependence on substances.")
    family_implicated: Stated[NoneKnown] = about("Whether relatives took part in the trafficking.")
    literacy: Stated[Literal["good", "mixed", "low"]] = about("How well the group reads.")
    documents: Stated[Literal["held", "withheld"]] = about(
        "Identity papers: held by the people themselves, withheld by others, or none where they have none."
    )
    immigration_status: Stated[Literal["citizen", "regular", "irregular", "mixed"]] = about("Their right to stay.")
    asked_for_help: Stated[Literal["all", "some"]] = about("Who of them asked for help.")
    accompanying_children: Stated[Count] = about("Children who come with them and are not counted in size.")


class Population(Section):
    """The people the operation is for."""

    groups: Listed[Group] = about("Groups that differ in language, nationality, kin risk or housing.")


class Registration(Section):
    """An organisation's registration."""

    status: Stated[Literal["registered", "applied", "unregistered", "not_required"]] = about("Whether it is registered.")
    ref: Stated[Text] = about("Reference of the registration.")
    authority: Stated[Text] = about("Authority that keeps it.")
    until: Stated[DateOrOpen] = about("Last day on which it is valid, or open.")


class Agreement(Section):
    """What binds an organisation to the operation."""

    type: Stated[Literal["statutory", "mou", "contract", "tasking_order"]] = about("What kind of agreement it is.")
    ref: Stated[Text] = about("Reference of the agreement.")
    valid_from: Stated[Date] = about("First day on which it is valid.")
    valid_until: Stated[DateOrOpen] = about("Last day on which it is valid, or open.")
    covers: Many[Text] = about("What it covers, for example phase ids.")


class Identifier(Section):
    """A number that tells one party from another."""

    type: Known[Text] = about("What kind of number, for example tax_id.")
    country: Stated[Country] = about("Country that issued it.")
    value: Known[Text] = about("sha256:<hex> of type, country, value and the project's salt.")


class Organisation(Section):
    """An organisation with a part in the operation, or one to keep out."""

    id: Id
    name: Known[Text] = about("Name of the organisation.")
    kind: Known[OrganisationKind] = about("What kind of organisation it is.")
    country: Known[Country] = about("Country of its seat.")
    part_of: Stated[OrgRef] = about("The organisation of which it is a department; whether it is independent is asked of the department.")
    jurisdictions: Listed[Place] = about("Where it may act.")
    powers: Many[Power] = about("What it may lawfully do, not what it intends to do.")
    powers_basis: Stated[Text] = about("Law or order that gives the powers.")
    registration: Part[Registration] = about("Its registration.")
    agreement: Part[Agreement] = about("What binds it to the operation.")
    complicity: Stated[NoneKnown] = about("Whether its people may be part of the trafficking.")
    affiliated_with: Many[PartyRef] = about("Parties it is tied to.")
    identifiers: Many[Identifier] = about("Numbers that identify it.")
    safeguarding_policy: Stated[Text] = about("Reference of its safeguarding policy.")


class Vetting(Section):
    """Background check of personnel."""

    status: Stated[Literal["cleared", "pending"]] = about("Result of the check.")
    until: Stated[DateOrOpen] = about("Last day on which it is valid, or open.")


class Relationship(Section):
    """A tie between personnel and a party."""

    to: PartyRef = about("The party.")
    type: Known[Text] = about(
        "What ties them: a link type, survivor_of, or duty_contact for somebody whom work alone brings together with the party."
    )


class Personnel(Section):
    """People of one role and one organisation."""

    id: Id
    role: Known[PersonnelRole] = about("What they do.")
    org: Known[OrgRef] = about("The organisation that sends them.")
    count: Known[Count] = about("How many they are.")
    female: Stated[Count] = about("How many of them are women.")
    languages: Listed[Language] = about("Languages that all of them speak at professional level.")
    phases: Listed[PhaseRef] = about("Phases in which they work.")
    position: Stated[Position] = about("Where they stand during an entry; of no meaning in phases without one.")
    vetting: Part[Vetting] = about("Their background check.")
    trained: Many[Literal["trauma_informed", "child_interview", "screening", "psea"]] = about("Their training.")
    qualifications: Many[Text] = about("Further qualifications.")
    employed_as: Stated[Literal["staff", "contractor", "volunteer"]] = about("How they are employed.")
    relationships: Many[Relationship] = about("Ties to parties; [] says that it was checked and there are none.")
    relationships_checked: Stated[Literal["at_call"]] = about(
        "Of a pool whose members change: at_call, each is asked for ties to suspects before a call is put through."
    )


class Suspect(Section):
    """Somebody suspected of trafficking; no real names."""

    id: Id
    kind: Known[Literal["person", "company", "network"]] = about("What the suspect is.")
    label: Stated[Text] = about("What the suspect is called in this plan.")
    names: Many[Text] = about("Pseudonyms, or names where the marking allows them.")
    roles: Many[PerpetratorRole] = about("Roles in the trafficking (IOM Human Trafficking Case Data Standard).")
    identifiers: Many[Identifier] = about("Numbers that identify the suspect.")
    armed: Stated[Armed] = about("Whether the suspect carries weapons.")


class Entity(Section):
    """A person, company or account that is not a suspect."""

    id: Id
    kind: Known[Literal["person", "company", "account", "association", "government_office"]] = about("What it is.")
    label: Stated[Text] = about("What it is called in this plan.")
    names: Many[Text] = about("Pseudonyms, or names where the marking allows them.")
    identifiers: Many[Identifier] = about("Numbers that identify it.")
    jurisdiction: Stated[Place] = about("Where it is.")


class Link(Section):
    """A tie between two parties; of ``owns``, ``from`` is the owner."""

    from_: Annotated[PartyRef, Field(alias="from", description="Where the link starts; of owns, the owner.")]
    to: PartyRef = about("Where the link ends.")
    type: Known[LinkType] = about("What ties them.")
    share: Stated[Share] = about("Share owned, from 0 to 1.")
    basis: Stated[Text] = about("Where this is known from.")
    as_of: Stated[Date] = about("Day for which it is known.")


class Parties(Section):
    """Suspects, others, and what ties them."""

    suspects: Many[Suspect] = about("People and companies suspected of trafficking.")
    entities: Many[Entity] = about("People, companies and accounts that are not suspects.")
    links: Many[Link] = about("Ownership, control, kinship, payments between parties.")
