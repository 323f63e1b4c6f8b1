"""The words of a plan: every list of allowed values that is ours, or another standard's picklist, in one place.

Picklists in CamelCase are those of IOM's Human Trafficking Case Data Standard (github.com/UNMigration/HTCDS).
"""

from typing import Literal

OperationKind = Literal[
    "raid_rescue", "workplace_extraction", "inspection", "assisted_exit", "survivor_outreach", "shelter_services",
    "repatriation", "investigation_support", "online_operation", "training_capacity",
]  # fmt: skip
PlanStatus = Literal["draft", "in_review", "approved", "active", "closed"]
Marking = Literal["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]

Activity = Literal[
    "intelligence", "verification", "surveillance", "covert", "controlled_purchase", "preparation", "training", "entry", "search",
    "arrest", "recovery", "screening", "interview_needs", "interview_evidential", "medical", "transport", "shelter", "legal_advice",
    "outreach", "family_assessment", "return_travel", "reintegration", "follow_up", "payment", "media", "court_hearing",
]  # fmt: skip
OrganisationKind = Literal[
    "police", "anti_trafficking_unit", "prosecutor", "judiciary", "magistrate", "labour_inspectorate", "border_immigration",
    "child_protection_authority", "social_welfare_authority", "health_provider", "shelter_provider", "legal_aid", "ngo_local",
    "ngo_international", "igo", "embassy_consulate", "interpreter_agency", "survivor_led", "faith_based", "business",
    "private_contractor", "media", "maritime_or_military", "armed_group", "other",
]  # fmt: skip
Power = Literal["enter", "search", "arrest", "seize", "inspect_workplace", "issue_release_order", "remove_child", "surveil"]
PersonnelRole = Literal[
    "incident_commander", "entry_officer", "investigator", "evidence_officer", "forensic_interviewer", "labour_inspector",
    "magistrate", "prosecutor_liaison", "social_worker", "case_manager", "psychologist", "doctor", "nurse", "paramedic",
    "child_protection_officer", "guardian", "interpreter", "cultural_mediator", "legal_counsel", "survivor_advisor",
    "safeguarding_lead", "security_lead", "transport", "search_witness", "media_officer", "journalist", "volunteer", "observer",
]  # fmt: skip
Position = Literal["entry", "inner_cordon", "staged", "off_site", "remote"]
ServiceType = Literal[
    "shelter", "transit_housing", "foster_care", "community_housing", "immigration_detention", "emergency_medical",
    "primary_health", "sexual_health", "mental_health", "detox", "opioid_agonist", "harm_reduction", "legal_aid",
    "case_management", "child_protection", "guardianship", "family_tracing", "education", "livelihood", "financial_support",
    "reintegration", "interpretation", "transport", "witness_support",
]  # fmt: skip
HousingClass = Literal["adult_female", "adult_male", "adult_other", "family_unit", "child_unaccompanied"]
BudgetCategory = Literal[
    "planning", "enforcement_support", "equipment", "travel", "personnel", "transport", "shelter", "medical", "mental_health",
    "substance_care", "legal_aid", "interpretation", "child_protection", "livelihood", "education", "reintegration",
    "family_support", "return_travel", "capacity_building", "community", "monitoring", "evaluation", "safeguarding", "security",
    "media_fundraising", "administration", "contingency", "controlled_purchase", "informant_payment", "release_payment",
    "debt_settlement", "official_fee", "facilitation_payment",
]  # fmt: skip
LinkType = Literal[
    "owns", "controls", "beneficial_owner", "nominee_for", "account_of", "pays", "employs", "employed_by", "family_of", "shares_address",
]  # fmt: skip
MeansOfControl = Literal[
    "DebtBondage", "TakesEarnings", "RestrictsFinancialAccess", "Threats", "PsychologicalAbuse", "PhysicalAbuse", "SexualAbuse",
    "FalsePromises", "PsychoactiveSubstances", "RestrictsMovement", "RestrictsMedicalCare", "ExcessiveWorkingHours", "UsesChildren",
    "ThreatOfLawEnforcement", "WithholdsNecessities", "WithholdsDocuments", "Other",
]  # fmt: skip
Exploitation = Literal[
    "forced_labour_agriculture", "forced_labour_aquafarming", "forced_labour_begging", "forced_labour_construction",
    "forced_labour_domesticwork", "forced_labour_hospitality", "forced_labour_illicitactivities", "forced_labour_manufacturing",
    "forced_labour_miningordrilling", "forced_labour_peddling", "forced_labour_transportation", "forced_labour_other",
    "sexual_exploitation_prostitution", "sexual_exploitation_pornography", "sexual_exploitation_remoteinteractiveservices",
    "sexual_exploitation_privatesexualservices", "forced_criminality", "forced_marriage", "organ_removal", "domestic_servitude",
    "child_soldiering", "unknown",
]  # fmt: skip
PerpetratorRole = Literal[
    "TravellingPartner", "Transporter", "RecruiterOrIntermediary", "BrokerTravelAgent", "TransferredIndividual",
    "HarbouredIndividual", "SoldIndividual", "BoughtIndividual", "ReceivedIndividual", "ControlledIndividual", "Smuggler", "Abuser",
    "Kidnapper", "Exploiter", "Other",
]  # fmt: skip
AgeBand = Literal["0-11", "12-17", "18-24", "25-59", "60+", "unknown"]
Gender = Literal["female", "male", "other", "unknown"]
NoneKnown = Literal["none_known", "suspected", "confirmed"]
Armed = Literal["suspected", "confirmed"]
AuthorisationType = Literal[
    "search_warrant", "arrest_warrant", "arrest_power", "court_order", "inspection_notice", "child_removal_order",
    "surveillance_authorisation", "controlled_purchase_authorisation", "warrantless_power",
]  # fmt: skip
Condition = Literal["cooperation", "testimony", "religious_activity", "medical_test", "sobriety"]
NotPunished = Literal["immigration", "sex_work", "false_documents", "forced_criminality", "debt", "absconding"]
PaidPer = Literal["person", "rescue", "case", "fixed"]
ConsentPurpose = Literal[
    "removal", "screening", "medical", "shelter", "data_sharing", "interview", "testimony", "return", "family_contact", "media",
]  # fmt: skip
