"""The kinds of values in a plan: ids, references, codes, dates and amounts."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from planlint.plan import codes

ID_PATTERN = r"^[a-z][a-z0-9-]{0,39}$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOMENT_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2}))?$"
DURATION_PATTERN = r"^P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,4}D)?$"
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?\Z")

Namespace = Literal[
    "organisation", "personnel", "suspect", "entity", "phase", "service", "premises", "group", "stage", "authorisation", "line", "statute",
]  # fmt: skip


@dataclass(frozen=True)
class RefTo:
    """The namespaces in which a reference may be found; read by planlint.schema.references."""

    namespaces: tuple[Namespace, ...]


@dataclass(frozen=True)
class Duration:
    """A length of time in calendar months and days; without a start, a month counts 30 days."""

    months: int
    days: int
    text: str

    @property
    def approximate_days(self) -> int:
        return self.months * 30 + self.days

    def after(self, day: dt.date) -> dt.date:
        """``day`` plus this duration: calendar months, the day held to the month's last (31 January + P1M = 28 or 29 February)."""
        moved = add_months(day, self.months)
        latest = moved.replace(year=dt.MAXYEAR, month=12, day=31)
        return moved + min(dt.timedelta(days=self.days), latest - moved)

    def __str__(self) -> str:
        return self.text


def add_months(day: dt.date, months: int) -> dt.date:
    """Calendar months later, the day of the month held to the target month's last day; time begins with year 1 and ends with 9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > dt.MAXYEAR:
        return day.replace(year=dt.MAXYEAR, month=12, day=31)
    if year < dt.MINYEAR:
        return day.replace(year=dt.MINYEAR, month=1, day=1)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _parsed(pattern: str, parse: Callable[[str], Any], kind: str, shown: dict[str, Any], *, max_length: int = 40) -> Any:
    """A string of a given shape, turned into a value; ``kind`` names the error's message, ``shown`` is its JSON Schema."""

    class Parser:
        def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
            text = core_schema.custom_error_schema(
                core_schema.str_schema(pattern=pattern, max_length=max_length), custom_error_type=kind, custom_error_message=kind
            )
            return core_schema.no_info_after_validator_function(_raising(parse, kind), text)

        def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
            return shown

    return Parser()


# A JSON Schema has no word for a datetime without seconds, so a pattern tells the days of each month: 29 February in leap years only.
_LEAP_YEAR = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
_DAY = f"([0-9]{{4}}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)|{_LEAP_YEAR}-02-29)"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DATE_JSON = {"type": "string", "format": "date", "pattern": DATE_PATTERN}
_DATE_OR_OPEN_JSON = {"anyOf": [_DATE_JSON, {"enum": ["open"]}]}
_MOMENT_JSON = {
    "anyOf": [_DATE_JSON, {"type": "string", "pattern": f"^(?!0000){_DAY}T{_CLOCK}(:[0-5][0-9])?(Z|[+-]{_CLOCK})$"}],
}
_DURATION_JSON = {"type": "string", "pattern": DURATION_PATTERN, "minLength": 3, "examples": ["P30D", "P2W", "P6M"]}


def _raising(parse: Callable[[str], Any], kind: str) -> Callable[[str], Any]:
    def parsed(text: str) -> Any:
        try:
            return parse(text)
        except (ValueError, OverflowError):
            raise PydanticCustomError(kind, kind) from None

    return parsed


def _date_or_open(text: str) -> dt.date | str:
    return text if text == "open" else dt.date.fromisoformat(text)


def _moment(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def _whole(value: Any) -> Any:
    """To JSON Schema, and to planners, 3.0 is a whole number."""
    return int(value) if type(value) is float and value.is_integer() else value


def _duration(text: str) -> Duration:
    found = _DURATION.match(text)
    if found is None or text == "P":
        raise ValueError(text)
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return Duration(years * 12 + months, weeks * 7 + days, text)


class CodeOf:
    """Membership in a maintained code list; a code that is not in it is PL006, not a wrong type."""

    def __init__(self, kind: str, is_known: Callable[[str], bool]) -> None:
        self.kind = kind
        self.is_known = is_known

    def check(self, code: str) -> str:
        code = codes.FORMER_PLACES.get(code, code) if self.kind == "place" else code
        if self.is_known(code):
            return code
        raise PydanticCustomError("unknown_code", "unknown code", {"kind": self.kind})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.custom_error_schema(
            core_schema.str_schema(max_length=60), custom_error_type=self.kind, custom_error_message=self.kind
        )
        return core_schema.no_info_after_validator_function(self.check, text)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return codes.json_schema(self.kind)


class BoolOr:
    """True, false, or one word beside them."""

    def __init__(self, word: str) -> None:
        self.word = word

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices: list[CoreSchema | tuple[CoreSchema, str]] = [core_schema.bool_schema(strict=True), core_schema.literal_schema([self.word])]
        return core_schema.union_schema(choices, custom_error_type="bool_or", custom_error_message="bool_or")

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"type": "boolean"}, {"enum": [self.word]}]}


Id = Annotated[str, Field(pattern=ID_PATTERN, description="Lower-case letters, digits and hyphens; starts with a letter; unique.")]


class FreeText:
    """Marks text in a planner's own words, which no message may show."""


Text = Annotated[str, Field(strict=True, min_length=1, max_length=2000), FreeText()]
Bool = Annotated[bool, Field(strict=True)]
BringsPeople = Annotated[bool | Literal["only_already_held"], BoolOr("only_already_held")]
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000), BeforeValidator(_whole)]
Amount = Annotated[float, Field(strict=True, ge=0, le=1e15, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
RiskProduct = Annotated[int, Field(strict=True, ge=1, le=25), BeforeValidator(_whole)]
Score = Annotated[int, Field(strict=True, ge=1, le=5), BeforeValidator(_whole)]

Date = Annotated[dt.date, _parsed(DATE_PATTERN, dt.date.fromisoformat, "date", _DATE_JSON)]
DateOrOpen = Annotated[dt.date | Literal["open"], _parsed(f"{DATE_PATTERN}|^open$", _date_or_open, "date_or_open", _DATE_OR_OPEN_JSON)]
Moment = Annotated[dt.date, _parsed(MOMENT_PATTERN, _moment, "moment", _MOMENT_JSON)]
"""A date or a datetime with an offset (Python's datetime is a date)."""

Length = Annotated[Duration, _parsed(DURATION_PATTERN, _duration, "duration", _DURATION_JSON)]
TimeZone = Annotated[ZoneInfo, _parsed(r"^[A-Za-z0-9_+/-]+$", codes.time_zone, "timezone", codes.json_schema("timezone"), max_length=60)]

Country = Annotated[str, CodeOf("country", codes.is_country)]
Place = Annotated[str, CodeOf("place", codes.is_place)]
Nationality = Annotated[str, CodeOf("nationality", codes.is_nationality)]
Language = Annotated[str, CodeOf("language", codes.is_language)]
Currency = Annotated[str, CodeOf("currency", codes.is_currency)]

_REF = Field(pattern=ID_PATTERN)
OrgRef = Annotated[str, _REF, RefTo(("organisation",))]
PersonnelRef = Annotated[str, _REF, RefTo(("personnel",))]
ActorRef = Annotated[str, _REF, RefTo(("organisation", "personnel"))]
PartyRef = Annotated[str, _REF, RefTo(("organisation", "personnel", "suspect", "entity"))]
MoneyRef = Annotated[str, _REF, RefTo(("organisation", "personnel", "suspect", "entity", "group"))]
PhaseRef = Annotated[str, _REF, RefTo(("phase",))]
ServiceRef = Annotated[str, _REF, RefTo(("service",))]
GuardianRef = Annotated[str, _REF, RefTo(("service", "organisation"))]
PremisesRef = Annotated[str, _REF, RefTo(("premises",))]
GroupRef = Annotated[str, _REF, RefTo(("group",))]
StageRef = Annotated[str, _REF, RefTo(("stage",))]
AuthorisationRef = Annotated[str, _REF, RefTo(("authorisation",))]
LineRef = Annotated[str, _REF, RefTo(("line",))]
StatuteRef = Annotated[str, _REF, RefTo(("statute",))]
