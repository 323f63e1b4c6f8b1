"""What is done when: ``phases``."""

from typing import Literal

from planlint.plan.states import Known, Listed, Many, Part, Section, Stated, about
from planlint.plan.values import Bool, BringsPeople, Count, GroupRef, Id, Length, Moment, OrgRef, PhaseRef, Place, PremisesRef, Text
from planlint.plan.vocabulary import Activity


class Dependency(Section):
    """A phase that must come first."""

    phase: PhaseRef = about("The phase that this one waits for.")
    relation: Stated[Literal["finish_start", "start_start"]] = about("Waits for its end (finish_start, the default) or its start.")
    lag: Stated[Length] = about("Time to wait after that, for example P2D.")


class Force(Section):
    """Limits of force in an entry, set beforehand."""

    restraints: Stated[Literal["suspects_only", "individual_risk", "all"]] = about("Who may be handcuffed or tied.")
    dogs: Stated[Bool] = about("Whether dogs are used.")
    firearms: Stated[Literal["holstered", "drawn_on_threat", "drawn"]] = about("How firearms are carried.")
    forced_entry: Stated[Bool] = about("Whether doors may be broken.")
    rules: Stated[Text] = about("The rules that hold, by reference.")


class Phase(Section):
    """A stretch of the operation; its activities, not its name, decide which rules apply."""

    id: Id
    name: Known[Text] = about("Name of the phase.")
    activities: Listed[Activity] = about("What is done.")
    start: Known[Moment] = about("First day, or a quoted datetime with offset.")
    end: Known[Moment] = about("Last day (inclusive), or a quoted datetime with offset.")
    responsible: Known[OrgRef] = about("The organisation in charge.")
    support: Many[OrgRef] = about("Organisations that help.")
    premises: Many[PremisesRef] = about("The premises concerned.")
    groups: Many[GroupRef] = about("The groups concerned; left out: all.")
    depends_on: Many[Dependency] = about("Phases that must come first.")
    go_conditions: Many[
        Literal[
            "housing_confirmed",
            "medical_confirmed",
            "interpreters_confirmed",
            "legal_aid_confirmed",
            "child_protection_confirmed",
            "authorisation_valid",
        ]
    ] = about("What must be confirmed before it starts.")
    location_kind: Stated[Literal["premises", "neutral", "shelter", "clinic", "transit", "office", "remote"]] = about("Where it is done.")
    hours_per_day: Stated[Count] = about("Working hours a day.")
    brings_people: Stated[BringsPeople] = about(
        "Of a controlled purchase: whether suspects are asked to bring people; only_already_held: none but those they hold already."
    )
    jurisdiction: Stated[Place] = about("Country or subdivision in which it happens, where that is not the place of its premises.")
    children_heard: Stated[Bool] = about("Whether children are interviewed or heard in it.")
    force: Part[Force] = about("What is allowed of force, and what is not.")
