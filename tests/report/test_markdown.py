"""Markdown, as GitHub's own parser reads it."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options as Parser
from hypothesis import example, given
from hypothesis import strategies as st

from planlint.finding import Accepted
from planlint.lint.report import Failure, Report, Unevaluated
from planlint.report.visible import visible
from tests.report.made import EVALUATED, GAP, NAME, UNJUDGED, every_kind, examples, rendered, report

TEXTS = st.text(max_size=30) | st.text("`*_[]()<>!|\\&#@~$:/. \nhtpsw1-+=x", max_size=30)


class Page(HTMLParser):
    """The tags of a page, and its words with a single blank where there are several."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.said = ""
        self.feed(github_flavored_markdown_to_html(markdown, options=Parser.CMARK_OPT_UNSAFE))
        self.close()
        self.words = " ".join(self.said.split())

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.said += data


def test_whole_report() -> None:
    expected = f"""\
## planlint: 1 error, 1 info and 1 known from before and 1 accepted in 1 plan

|  | number |
| --- | --- |
| errors | 1 |
| warnings | 0 |
| notes | 1 |
| accepted | 1 |
| known from before | 1 |
| rules that failed | 1 |
| plans | 1 |

| 100 rules | number |
| --- | --- |
| found | 2 |
| not judged | 3 |
| for a later profile | 0 |
| accepted only | 0 |
| passed | 92 |
| not applicable | 3 |

verdict: must not go; 3 of 100 rules not judged

### Errors (1)

- **LE106** p3-inspection: au-1 covers entry only until 2026-02-23  \n  `{NAME}:5:10` `phases[p3-inspection]`  \n  Help: obtain an authorisation that covers the whole phase

### Notes (1)

- **TM110** p4-care has no end  \n  `{NAME}:6:9` `phases[p3-inspection]`  \n  Help: obtain an authorisation that covers the whole phase

### Accepted (1)

| finding | message | place | by | until |
| --- | --- | --- | --- | --- |
| error LE106 | p3-inspection: au-1 covers entry only until 2026-02-23 | `{NAME}:4:1` | collector | 2026-05-01 |

### Rules that failed (1)

- **TM105** `{NAME}` KeyError in timeline.order

### Not evaluated (2)

- `{NAME}` 2 rules: TM102, TM103
"""

    assert expected == rendered("markdown", every_kind())


def full_of(text: str) -> Report:
    accepted = replace(GAP, message=text, file=text, accepted=Accepted("", text, text))
    unjudged = replace(
        UNJUDGED, file=text, not_evaluated=(Unevaluated("TM103", text, text),), failures=(Failure("TM105", text, text),), declared=()
    )
    return report(replace(GAP, message=text, help=text, path_text=text, file=text), accepted, base=unjudged)


@given(TEXTS)
@example("![x](https://evil.example/?q=`a`) <img src=x onerror=alert(1)> @team #12 www.x.org | x |")
@example("<!-- \n\n# x\n--> `|` ``a`` `a``b` https://x.org a@b.org ~~s~~ [x]: y")
@example("\\`<b>` \\\\| &lt; &#64;x ```` a")
def test_no_text_becomes_a_tag_a_link_or_a_row(text: str) -> None:
    harmless = Page(rendered("markdown", full_of("plain")))

    assert [tag for tag in Page(rendered("markdown", full_of(text))).tags if tag != "code"] == [
        tag for tag in harmless.tags if tag != "code"
    ]


@given(TEXTS)
@example("a\\|b `c|d` &amp; <b>")
def test_every_text_reads_as_it_is_written(text: str) -> None:
    shown = " ".join(visible(text).split())
    message = Page(rendered("markdown", report(replace(GAP, message=f"begin {text} end")))).words
    file = Page(rendered("markdown", report(replace(GAP, file=f"begin {text} end"), base=replace(EVALUATED, file="x")))).words

    # What stands between backquotes is shown as code, without them.
    assert " ".join(f"begin {shown} end".split()).replace("`", "").replace("<U+007C>", "|").replace(" ", "") in message.replace(
        "`", ""
    ).replace("<U+007C>", "|").replace(" ", "")
    assert f"begin{shown}end:5:10".replace(" ", "").replace("|", "<U+007C>") in file.replace(" ", "")


def test_help_keeps_its_code() -> None:
    assert "Help: put `NO` in quotes" in rendered("markdown", report(replace(GAP, help="put `NO`\nin quotes")))


def test_the_examples_have_an_item_for_each_finding() -> None:
    made = examples()
    tags = Page(rendered("markdown", made)).tags

    beside = sum(bool(file.not_evaluated) + len(file.questions) + sum(each.ahead for each in file.rests_on) for file in made.files)
    assert tags.count("li") == len(made.open) + beside
