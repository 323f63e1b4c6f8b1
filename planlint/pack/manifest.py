"""What a pack says of itself: ``pack.yaml``."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from planlint import __version__
from planlint.errors import CannotRun
from planlint.plan.values import Language
from planlint.rule import Limit, StateOutcomes

FILE = "pack.yaml"

Prefix = Annotated[str, Field(pattern="^[A-Z]{2,4}$")]


class Manifest(BaseModel):
    """The contents of ``pack.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$", description="Name of the pack: lower-case letters, digits and hyphens.")
    version: str = Field(pattern=r"^[0-9]+(\.[0-9]+)*([abc.-].*)?$", description="Version of the pack, for example 1.2.0.")
    prefixes: list[Prefix] = Field(min_length=1, description="What the codes of its rules begin with, two to four capital letters each.")
    licence: str = Field(min_length=1, description="Under which its rules may be used, as an SPDX expression: Apache-2.0.")
    planlint: str = Field(description='The versions of planlint that it works with, for example ">=0.1".')
    language: Language = Field("en", description="The language of its words, BCP 47.")
    description: str = Field("", description="What the pack is for.")
    claims: dict[int, str] = Field(
        default_factory=dict, description="What the rules set out to carry, by number; rules name the numbers under essay."
    )
    thresholds: dict[str, Limit] = Field(
        default_factory=dict,
        description="Numbers that facts and several rules compare with; for the built-in pack only.",
    )
    states: StateOutcomes = Field(
        default_factory=StateOutcomes,
        description="What the states of a rule's chief value do to it, where the rule does not say otherwise.",
    )
    extensions: str | None = Field(
        None, pattern=r"^[A-Za-z0-9_.-]+\.(yaml|json)$", description="The pack's file of fields that plans may use under extensions."
    )


def refuse_other_versions(manifest: Manifest, file: str) -> None:
    """Raise `CannotRun` where the pack is made for other versions of planlint."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        wanted = SpecifierSet(manifest.planlint, prereleases=True)
    except InvalidSpecifier:
        raise CannotRun(f'{file}: planlint: not a range of versions, write for example ">=0.1,<2"') from None
    if not wanted.contains(__version__):
        raise CannotRun(f"{file}: pack {manifest.name} {manifest.version} works with planlint {wanted}, and this is {__version__}")


def is_prefix_of(prefix: str, code: str) -> bool:
    """Whether a code is the prefix and a number."""
    return re.fullmatch(rf"{prefix}[0-9]+", code) is not None
