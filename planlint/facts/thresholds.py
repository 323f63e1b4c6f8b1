"""The numbers that rules compare with; an organisation may set its own in the configuration."""

from pydantic import BaseModel, ConfigDict, Field


class Thresholds(BaseModel):
    """Those marked "project threshold" are planlint's own: no law and no standard sets them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    min_reflection_days: int = Field(30, ge=0, description="Days to recover and decide (Council of Europe Convention, article 13).")
    ownership_strong: float = Field(0.25, gt=0, le=1, description="Share from which ownership counts as strong (project threshold).")
    min_follow_up_months: int = Field(12, ge=0, description="Months of follow-up (project threshold).")
    aftercare_share_warn: float = Field(0.40, ge=0, le=1, description="Aftercare's share of the budget, warning (project threshold).")
    aftercare_share_error: float = Field(0.15, ge=0, le=1, description="Aftercare's share of the budget, error (project threshold).")
    max_caseload: int = Field(20, ge=1, description="People for each case manager (project threshold).")
    intel_max_age_days: int = Field(30, ge=0, description="Age of the newest intelligence at entry (project threshold).")
    prosecutor_lead_days: int = Field(7, ge=0, description="Days between the prosecutor's first part and entry (project threshold).")
    max_interviews: int = Field(2, ge=1, description="Interviews of one person (project threshold).")
    risk_high: int = Field(12, ge=1, le=25, description="Likelihood times severity that needs mitigation (project threshold).")
    opaque_payee_share: float = Field(0, ge=0, le=1, description="Budget share above which owners must be known (project threshold).")
