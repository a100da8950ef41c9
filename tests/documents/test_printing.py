"""Printing: the memory and the processes change nothing but the time; what is not used is forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from flows import printing
from flows.issues import InputError
from flows.printing import RENDERED, print_documents
from flows.settings import Settings
from reports.document import OfficialDocument, Paragraph
from reports.issuing import content_sha256
from reports.render import render_pdf
from tests.page.sample import sample

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(ROOT, tmp_path)


def letter(text: str) -> OfficialDocument:
    return replace(sample(), blocks=(Paragraph(text),), attachments=(), attachments_note=())


def test_workers_and_memory_give_the_bytes_of_a_plain_rendering(settings: Settings) -> None:
    letters = [letter(f"第{number}件。") for number in "一二三四"]
    plain = [render_pdf(each, fonts=settings.fonts) for each in letters]
    assert print_documents(settings, letters, is_whole_run=True) == plain
    assert print_documents(settings, letters[::-1]) == plain[::-1]


def test_only_what_changed_is_rendered_again(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []

    def render(document: OfficialDocument, **_: object) -> bytes:
        rendered.append(document.title)
        return document.title.encode()

    def titled(title: str) -> OfficialDocument:
        return replace(sample(), title_lines=(title,))

    monkeypatch.setattr(printing, "render_pdf", render)
    assert print_documents(settings, [titled("甲"), titled("乙")], is_whole_run=True) == ["甲".encode(), "乙".encode()]
    assert print_documents(settings, [titled("乙"), titled("丙")], is_whole_run=True) == ["乙".encode(), "丙".encode()]
    assert rendered == ["甲", "乙", "丙"]
    # What the last whole run did not use is gone; a single document takes nothing away.
    print_documents(settings, [titled("丙")])
    print_documents(settings, [titled("乙"), titled("甲")])
    assert rendered == ["甲", "乙", "丙", "甲"]
    # Another renderer, another variant: rendered again.
    monkeypatch.setattr(printing, "PACKAGES", ())
    print_documents(settings, [titled("丙")])
    print_documents(settings, [titled("丙")], variant="pdf/a-3a")
    assert rendered == ["甲", "乙", "丙", "甲", "丙", "丙"]
    assert len(list((settings.processed / RENDERED).iterdir())) == 5


def test_any_change_of_content_is_another_content() -> None:
    plain = letter("甲。")
    changed = [replace(plain, is_demo=False), replace(plain, issue=None), letter("乙。"), replace(plain, keywords=())]
    assert len({content_sha256(each) for each in (plain, *changed)}) == 5
    assert content_sha256(plain) == content_sha256(letter("甲。"))


def test_a_character_no_font_has_names_the_document(settings: Settings) -> None:
    with pytest.raises(InputError, match=r"《关于2022年6月份全县.*》不能排版：.*U\+1F600"):
        print_documents(settings, [letter("😀")])
    with pytest.raises(InputError, match=r"U\+1F600"):
        print_documents(settings, [letter(f"{number}😀") for number in range(4)])
