"""Files are written whole or not at all, also where their text comes piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from planlint.files import write_whole


def broken() -> Iterator[str]:
    yield "the first half"
    raise RuntimeError


def test_a_text_in_pieces_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text("old")

    write_whole(file, iter(["new", " text"]))

    assert (file.read_text(), list(tmp_path.iterdir())) == ("new text", [file])


@pytest.mark.parametrize("old", ["old", None])
def test_where_making_the_pieces_fails_nothing_has_changed(tmp_path: Path, old: str | None) -> None:
    file = tmp_path / "report.json"
    if old is not None:
        file.write_text(old)

    with pytest.raises(RuntimeError):
        write_whole(file, broken())

    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == ({} if old is None else {file.name: old})
