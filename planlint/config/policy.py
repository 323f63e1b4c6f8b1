"""The values that rules compare with, as a configuration wants them, and how they differ from those that planlint comes with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from planlint.config.settings import Configuration
from planlint.errors import CannotRun
from planlint.expr.rules import ExpressionCheck
from planlint.facts.thresholds import Thresholds
from planlint.finding import PolicyValue
from planlint.lint.report import Deviation
from planlint.pack.load import builtin
from planlint.rule import Limit, Rule
from planlint.schema.export import model_schema
from planlint.schema.misfit import nearest


def thresholds(configuration: Configuration) -> Thresholds:
    """The thresholds that hold; raises `CannotRun` where the configuration loosens one that it may only tighten."""
    own = _own_thresholds(configuration)
    for name, value in own.items():
        codes = [rule.code for rule in builtin().rules.values() if name in rule.file.thresholds and not rule.is_waivable]
        _refuse_looser(builtin().manifest.thresholds[name], value, codes, configuration.place("thresholds", name))
    return builtin().thresholds.model_copy(update=own)


def with_policy(rules: Mapping[str, Rule], configuration: Configuration) -> dict[str, Rule]:
    """Rules with the values of a configuration; raises `CannotRun` for a value that a rule does not have, or may not have."""
    held = thresholds(configuration).model_dump()
    changed = {code: rule.changed(thresholds=held) for code, rule in rules.items()} if _own_thresholds(configuration) else dict(rules)
    for code, values in configuration.policy.items():
        place = configuration.place("policy", code)
        if code not in rules:
            near = nearest(code, rules)
            raise CannotRun(f"{place}: there is no rule {code}" + (f"; did you mean {near}?" if near else "; see: planlint rules"))
        if not values:
            raise CannotRun(f"{place}: sets no value; name one, or leave the table out")
        changed[code] = _with_values(changed[code], values, place)
    return changed


_DECIDING = {"fail-on": "error", "select": "all", "ignore": "none", "off": "none", "severity": "none"}
"""The settings that decide what fails, and what stands for each where nobody sets it."""


def decided(configuration: Configuration) -> Iterator[Deviation]:
    """Every setting that decides what fails and is not the default, and where it is said."""
    for key, default in _DECIDING.items():
        value = getattr(configuration, key.replace("-", "_"))
        said = configuration.said(key)
        if value and value != default and said is not None:
            yield Deviation(key, _told(key, value), default, f"{said.layer.file.name}:{said.line}")


def _told(key: str, value: Any) -> str:
    """A setting in words; the reasons of what is switched off are free text, and stay where they are."""
    if isinstance(value, str):
        return value
    return ", ".join(f"{each} {value[each]}" if key == "severity" else each for each in value)


def deviations(configuration: Configuration, rules: Mapping[str, Rule]) -> Iterator[Deviation]:
    """Every value that is not the shipped one; ``rules`` are the rules of the packs, as they come."""
    yield from decided(configuration)
    for name, value in _own_thresholds(configuration).items():
        yield from _deviation(configuration, name, value, builtin().manifest.thresholds[name].value, "thresholds", name)
    for code, values in configuration.policy.items():
        for name, value in values.items():
            yield from _deviation(configuration, f"{code}.{name}", value, rules[code].values[name], "policy", code, name)


def configuration_schema() -> dict[str, Any]:
    """The JSON Schema of a configuration; each threshold with what it bounds, what it rests on, and the value that it has here."""
    schema = model_schema(Configuration, "config")
    properties = schema["$defs"]["OwnThresholds"]["properties"]
    for name, limit in builtin().manifest.thresholds.items():
        properties[name] |= {"description": f"{limit.about} ({limit.rests_on}).", "default": limit.value}
    return schema


def _deviation(configuration: Configuration, key: str, value: PolicyValue, shipped: PolicyValue, *steps: str) -> Iterator[Deviation]:
    if value != shipped:
        said = configuration.said(*steps)
        place = "" if said is None else f"{said.layer.file.name}:{said.line}"
        yield Deviation(key, _changed(value, shipped), _shown(shipped), place)


_MAX_SHOWN = 12
"""Words of a list that are written out; of a longer one it is said how many it has, and what a change adds and takes out."""


def _shown(value: PolicyValue) -> str:
    if isinstance(value, list):
        return f"[{', '.join(value)}]" if len(value) <= _MAX_SHOWN else f"the {len(value)} words that the rule comes with"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _changed(value: PolicyValue, shipped: PolicyValue) -> str:
    if not (isinstance(value, list) and isinstance(shipped, list) and len(shipped) > _MAX_SHOWN):
        return f"[{', '.join(value)}]" if isinstance(value, list) else _shown(value)
    changes = {"with": [each for each in value if each not in shipped], "without": [each for each in shipped if each not in value]}
    return " and ".join(f"{sign} [{', '.join(words)}]" for sign, words in changes.items() if words)


def _own_thresholds(configuration: Configuration) -> dict[str, PolicyValue]:
    own: dict[str, PolicyValue] = configuration.thresholds.model_dump(exclude_none=True)
    return own


def _with_values(rule: Rule, values: Mapping[str, PolicyValue], place: str) -> Rule:
    own = rule.file.policy
    for name, value in values.items():
        if name not in own:
            near = nearest(name, own)
            hint = f"; did you mean {near}?" if near else f"; it has: {', '.join(own) or 'none'}"
            raise CannotRun(f"{place}: the rule has no value {name}{hint}")
        if not _is_like(value, rule.values[name]):
            raise CannotRun(f"{place}.{name}: write a value like its own, {rule.values[name]!r}")
        limit = own[name]
        _refuse_looser(limit if isinstance(limit, Limit) else None, value, () if rule.is_waivable else (rule.code,), f"{place}.{name}")
    changed = {name: _with_value(limit, values.get(name)) for name, limit in own.items()}
    file = rule.file.model_copy(update={"policy": changed})
    check = ExpressionCheck(rule.code, file, rule.check.built) if isinstance(rule.check, ExpressionCheck) else rule.check
    return rule.changed(file=file, check=check)


def _is_like(value: PolicyValue, own: PolicyValue) -> bool:
    """Whether a value is of the same type; a whole number may stand for one with a fraction."""
    return type(value) is type(own) or (type(value) is int and isinstance(own, float))


def _with_value(limit: PolicyValue | Limit, value: PolicyValue | None) -> PolicyValue | Limit:
    if value is None:
        return limit
    return limit.model_copy(update={"value": value}) if isinstance(limit, Limit) else value


def _refuse_looser(limit: Limit | None, value: PolicyValue, fixed: Collection[str], place: str) -> None:
    """Raise `CannotRun` where a value that rests on law, or belongs to a rule that cannot be waived (``fixed``), is loosened."""
    by_law = limit is not None and limit.origin == "law"
    if not (by_law or fixed) or (limit is not None and not _is_looser(limit, value)):
        return
    reason = f"it rests on law ({limit.where})" if limit is not None and by_law else f"{' and '.join(fixed)} cannot be waived"
    if limit is None or limit.stricter is None:
        raise CannotRun(f"{place}: cannot be changed: {reason}, and the rule does not say which way is stricter")
    raise CannotRun(f"{place}: may only be made stricter ({limit.stricter} than {_shown(limit.value)}): {reason}")


def _is_looser(limit: Limit, value: PolicyValue) -> bool:
    own = limit.value
    if value == own:
        return False
    if isinstance(own, list) and isinstance(value, list):
        more, fewer = set(value) >= set(own), set(value) <= set(own)
    elif isinstance(own, int | float) and isinstance(value, int | float):
        more, fewer = value >= own, value <= own
    else:
        return True
    return not {"higher": more, "lower": fewer}.get(limit.stricter or "", False)
