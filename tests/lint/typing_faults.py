"""What people who do not program type wrongly, one fault at a time in the sound plan, and what planlint says of it.

``PYTHONPATH=. python -m tests.lint.typing_faults`` writes the table anew; read its diff.
"""

from __future__ import annotations

import datetime as dt
import difflib
from pathlib import Path
from typing import NamedTuple

from planlint.finding import Finding
from planlint.fix.edits import applied
from planlint.lint.engine import Policy, lint_bytes
from planlint.pack.load import builtin
from planlint.source.document import Lines
from tests.conftest import ROOT

TABLE = Path(__file__).with_name("typing_faults.txt")
SOUND = (ROOT / "examples/sound/quarry-release.plan.yaml").read_text("utf-8")
NBSP, CURLY, STYLE = "\u00a0", "\u201cshort\u201d", "\u2018short\u2019"

TITLE, STATUS, KIND = "  title: Release and", "  status: approved\n", "  operation_kind: workplace_extraction\n"
LEAD, DATE, SUMMARY = "  lead: collector\n", "  prepared_on: 2026-01-26\n", "  summary: A magistrate"
COUNTRY, POWERS = "    country: IN\n", "    powers: [enter, search, arrest, seize]\n"
FLOW, PHASE = "    activities: [entry, search, arrest, recovery]\n", "    activities: [preparation, training]\n"
SIZE, LANGUAGE = "      size: {low: 8, best: 11, high: 14}\n", "      languages: [{tag: ne, share: 1.0, fluent_in: []}]\n"

FAULTS: list[tuple[str, str, str]] = [
    # Spaces, tabs and indentation.
    ("no space after the colon", TITLE, "  title:Release and"),
    ("a space before the colon, none behind it", TITLE, "  title :Release and"),
    ("a no-break space after the colon", TITLE, f"  title:{NBSP}Release and"),
    ("a no-break space as indent", STATUS, f"{NBSP} status: approved\n"),
    ("no-break spaces as indent", STATUS, f"{NBSP}{NBSP}status: approved\n"),
    ("an ideographic space after the colon", STATUS, "  status:\u3000approved\n"),
    ("a zero-width space in a word", STATUS, "  status: appro\u200bved\n"),
    ("a zero-width space in a key", STATUS, "  sta\u200btus: approved\n"),
    ("a tab as indent", STATUS, "\tstatus: approved\n"),
    ("a tab behind spaces", STATUS, "  \tstatus: approved\n"),
    ("a tab before a list item", "    - {id: in-1, source", "\t- {id: in-1, source"),
    ("one space too many", STATUS, "   status: approved\n"),
    ("one space too few", STATUS, " status: approved\n"),
    ("no indent at all", STATUS, "status: approved\n"),
    ("far too much indent", STATUS, "          status: approved\n"),
    ("a list item one space too far left", "  - id: ahtu\n", " - id: ahtu\n"),
    # Quotes.
    ("an unclosed double quote", TITLE, '  title: "Release and'),
    ("an unclosed single quote", TITLE, "  title: 'Release and"),
    ("smart quotes around a word of a list", STATUS, "  status: \u201capproved\u201d\n"),
    ("smart quotes around text with a colon", LEAD, "  lead: collector\n  notice_basis: \u201cAct: s.3\u201d\n"),
    ("single smart quotes around a code", COUNTRY, "    country: \u2018IN\u2019\n"),
    ("smart quotes around a key", STATUS, "  \u201cstatus\u201d: approved\n"),
    ("an apostrophe inside single quotes", TITLE, "  title: 'The owner's men', Release and"),
    ("text after a closing quote", TITLE, '  title: "Release" and'),
    ("quotes inside quotes", TITLE + " resettlement of bonded quarry workers, Devgarh\n", '  title: "The "quarry" release"\n'),
    ("a Windows path in double quotes", TITLE + " resettlement of bonded quarry workers, Devgarh\n", '  title: "C:\\plans\\quarry"\n'),
    ("a number in quotes", "  total: 8200000\n", '  total: "8200000"\n'),
    # Signs that mean something to YAML.
    ("a colon in a text", TITLE, "  title: Quarry: Release and"),
    ("a question mark as a value", LEAD, "  lead: ?\n"),
    ("a text that begins with @", TITLE, "  title: @quarry Release and"),
    ("a text that begins with %", TITLE, "  title: %50 Release and"),
    ("a text between asterisks", TITLE + " resettlement of bonded quarry workers, Devgarh\n", "  title: *Release* of workers\n"),
    ("a text that begins with a backtick", TITLE, "  title: `Release` and"),
    ("a text that begins with !", TITLE, "  title: !Release and"),
    ("a dash before a value", TITLE, "  title: - Release and"),
    ("empty quotes and the text behind a #", TITLE, '  title: "" # Release and'),
    ("an equals sign", STATUS, "  status = approved\n"),
    ("a full-width colon", STATUS, "  status\uff1aapproved\n"),
    ("no colon", STATUS, "  status approved\n"),
    ("a comma at the end of a line", STATUS, '  status: "approved",\n'),
    ("an unclosed bracket", FLOW, "    activities: [entry, search, arrest, recovery\n"),
    ("an unclosed brace", SIZE, "      size: {low: 8, best: 11, high: 14\n"),
    # Lists.
    ("bullets as list items", PHASE, "    activities:\n      \u2022 preparation\n      \u2022 training\n"),
    ("a bullet before an entry with more keys", "  - id: ahtu\n", "  \u2022 id: ahtu\n"),
    ("an en dash before an entry with more keys", "  - id: ahtu\n", "  \u2013 id: ahtu\n"),
    ("an asterisk before an entry", "  - id: ahtu\n", "  * id: ahtu\n"),
    ("a dash without a space", "  - id: ahtu\n", "  -id: ahtu\n"),
    ("words parted by commas where a list belongs", FLOW, "    activities: entry, search, arrest, recovery\n"),
    ("one word where a list belongs", "    support: [saathi]\n", "    support: saathi\n"),
    ("a list where one word belongs", STATUS, "  status: [approved]\n"),
    # Words and codes.
    ("a capital letter in a word", STATUS, "  status: Approved\n"),
    ("a misspelt word", STATUS, "  status: aproved\n"),
    ("a word that is not in the list", STATUS, "  status: running\n"),
    ("a capital letter in a key", STATUS, "  Status: approved\n"),
    ("a misspelt key", STATUS, "  staus: approved\n"),
    ("a country by name", COUNTRY, "    country: India\n"),
    ("a country in small letters", COUNTRY, "    country: in\n"),
    ("a country by three letters", COUNTRY, "    country: IND\n"),
    ("a language by name", LANGUAGE, "      languages: [{tag: Nepali, share: 1.0, fluent_in: []}]\n"),
    ("a language by three letters", LANGUAGE, "      languages: [{tag: nep, share: 1.0, fluent_in: []}]\n"),
    ("a currency by its sign", "  currency: INR\n", "  currency: \u20b9\n"),
    ("a currency of several countries", "  currency: INR\n", "  currency: Rs\n"),
    ("a time zone by its letters", "  timezone: Asia/Kolkata\n", "  timezone: IST\n"),
    ("a time zone by its city", "  timezone: Asia/Kolkata\n", "  timezone: Kolkata\n"),
    ("yes where true belongs", "    arrest_plan: true\n", "    arrest_plan: yes\n"),
    ("an id that is misspelt", LEAD, "  lead: colector\n"),
    # Dates and numbers.
    ("a date by day and month, only one way", DATE, "  prepared_on: 26/01/2026\n"),
    ("a date that two countries read differently", DATE, "  prepared_on: 02/01/2026\n"),
    ("a date without zeros", DATE, "  prepared_on: 2026-1-26\n"),
    ("a date in words", DATE, "  prepared_on: 26 January 2026\n"),
    ("a date with dots", DATE, "  prepared_on: 26.01.2026\n"),
    ("a day that no calendar has", DATE, "  prepared_on: 2026-02-30\n"),
    ("a decimal comma", "share: 1.0, fluent_in: []}]\n      age_bands: {\"12", "share: '1,0', fluent_in: []}]\n      age_bands: {\"12"),
    ("a percentage", "prevalence: 0.15", "prevalence: 15%"),
    ("thousands parted by blanks", "  total: 8200000\n", "  total: 8 200 000\n"),
    ("one number where three belong", SIZE, "      size: 11\n"),
    # Pasted text and placeholders.
    ("a marker of a merge", STATUS, "<<<<<<< HEAD\n  status: approved\n"),
    ("a line of Markdown", STATUS, "```yaml\n  status: approved\n"),
    ("a placeholder", LEAD, "  lead: collector\n  version_note: TBD\n"),
    ("a placeholder in a required text", TITLE + " resettlement of bonded quarry workers, Devgarh\n", "  title: TBD\n"),
    ("a control character from a PDF", TITLE, "  title: Release\u000cand"),
    ("a second copy of a key", STATUS, "  status: approved\n  status: approved\n"),
]  # fmt: skip


class Told(NamedTuple):
    """A fault, the lines that were typed, what the schema finds, and the lines that are left where the fix is made."""

    title: str
    typed: range
    text: str
    findings: tuple[Finding, ...]


def told(title: str, old: str, new: str) -> Told:
    assert old in SOUND, title
    at = SOUND.index(old)
    text = SOUND.replace(old, new, 1)
    first = SOUND[:at].count("\n") + 1
    pack = builtin()
    policy = Policy(pack.rules, frozenset(pack.rules), pack.thresholds, dt.date(2026, 3, 1))
    found = tuple(each for each in lint_bytes(text.encode(), "plan", policy).findings if each.code.startswith("PL"))
    return Told(title, range(first, first + max(new.rstrip("\n").count("\n") + 1, 1)), text, found)


def row(each: Told) -> str:
    """A fault as a few lines of the table."""
    lines = Lines(each.text)
    shown = [f"{each.title}", *(f"  typed  {number}: {_short(lines.line(number))}" for number in each.typed)]
    for finding in each.findings:
        shown.append(f"  {finding.code} {finding.span.start.line}:{finding.span.start.column} {finding.message}")
        for fix in finding.fixes:
            mended = applied(each.text, fix.edits).splitlines()
            changed = [line for line in difflib.ndiff(each.text.splitlines(), mended) if line.startswith("+ ")]
            shown += [f"    {fix.kind}: {_short(line[2:])}" for line in changed]
    return "\n".join(shown)


def _short(line: str) -> str:
    return ascii(line)[1:-1][:100]


def table() -> str:
    return "\n\n".join(row(told(*fault)) for fault in FAULTS) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
