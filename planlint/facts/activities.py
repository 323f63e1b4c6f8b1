"""Which activities, kinds of operation and services mean what: shared by all that asks what a plan does."""

from __future__ import annotations

ENTRY_ACTIVITIES = frozenset({"entry", "search", "arrest"})
INTERVIEW_ACTIVITIES = frozenset({"screening", "interview_needs", "interview_evidential"})
CONTACT_ACTIVITIES = INTERVIEW_ACTIVITIES | {"recovery", "medical", "transport", "shelter", "return_travel"}

ENFORCEMENT_KINDS = frozenset({"raid_rescue", "workplace_extraction", "inspection"})
RECOVERY_KINDS = frozenset({"raid_rescue", "workplace_extraction", "assisted_exit"})
SERVICE_KINDS = frozenset({"shelter_services", "survivor_outreach", "repatriation"})

HOUSING_TYPES = frozenset({"shelter", "transit_housing", "foster_care", "community_housing"})
