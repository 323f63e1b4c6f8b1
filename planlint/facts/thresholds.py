"""The numbers that facts and several rules compare with. Their values are data: ``thresholds`` in the built-in ``pack.yaml``."""

from pydantic import BaseModel, ConfigDict, Field


class Thresholds(BaseModel):
    """Each with what it may be at all; what each means and rests on stands beside its value."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    min_reflection_days: int = Field(ge=0)
    ownership_strong: float = Field(gt=0, le=1)
    min_follow_up_months: int = Field(ge=0)
    aftercare_share_warn: float = Field(ge=0, le=1)
    aftercare_share_error: float = Field(ge=0, le=1)
    child_protection_hours: int = Field(ge=0)
    trauma_care_days: int = Field(ge=0)
    max_caseload: int = Field(ge=1)
    intel_max_age_days: int = Field(ge=0)
    prosecutor_lead_days: int = Field(ge=0)
    max_interviews: int = Field(ge=1)
    risk_high: int = Field(ge=1, le=25)
    opaque_payee_share: float = Field(ge=0, le=1)
