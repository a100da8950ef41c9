"""The rendered page, measured; and the measure itself, shown to notice what it should."""

import hashlib
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from reports import fonts, justify, render
from reports.document import Attachment, OfficialDocument, Paragraph
from tests.page.official_page import Page, check_official
from tests.page.sample import sample

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / ".fonts"
SENTENCE = "各镇（街道）要对照附件逐项分析失分原因，明确责任人和完成时限，并报县文化和旅游局备案。"


def pdf_of(document: OfficialDocument) -> bytes:
    return render.render_pdf(document, fonts=FONTS)


@cache
def whole_sample(landscape_last: bool) -> bytes:
    return pdf_of(sample(is_draft=True, landscape_last=landscape_last))


def short(paragraphs: int = 6, sentences: int = 3) -> OfficialDocument:
    """Two pages of text with headings, for renderings that are to be quick."""
    whole = sample()
    headings = tuple(b for b in whole.blocks if type(b).__name__ == "Heading")[:3]
    texts = tuple(Paragraph(SENTENCE * sentences, "一是加强领导。") for _ in range(paragraphs))
    return replace(whole, blocks=(*headings[:1], texts[0], *headings[1:], *texts[1:]), attachments=())


def bent(css: str) -> bytes:
    """The short document with a rule that spoils its page."""
    fonts.use(FONTS)
    source = render.page_source(short(), fonts=FONTS)
    return render.write_pdf(source.replace("</head>", f"<style>{css}</style></head>"))


@pytest.mark.parametrize("landscape_last", [False, True])
def test_sample_keeps_every_rule(landscape_last: bool) -> None:
    assert check_official(whole_sample(landscape_last)) == []


def test_a_page_of_text_has_22_lines() -> None:
    with pdfplumber.open(io.BytesIO(whole_sample(False))) as pdf:
        assert max(len(Page(n, page).body) for n, page in enumerate(pdf.pages, 1)) == 22


def test_rare_characters_digits_and_quotes_are_read_back() -> None:
    with pdfplumber.open(io.BytesIO(whole_sample(False))) as pdf:
        text = "".join((page.extract_text() or "").replace("\n", "") for page in pdf.pages)
    for wanted in (
        "受访者綦某、亓某、燚某等",
        "“诉求办理”低于85",
        "按时办结率97.3%",
        "89.62～92.86",
        "−0.31",
    ):
        assert wanted in text


def test_marks_stand_on_every_page_and_in_the_metadata() -> None:
    with pdfplumber.open(io.BytesIO(whole_sample(True))) as pdf:
        for page in pdf.pages:
            text = page.extract_text()
            assert "演示数据" in text
            assert "送审稿" in text
        assert "演示数据" in pdf.metadata["Title"]
        assert "送审稿" in pdf.metadata["Keywords"]


def test_documents_in_force_carry_number_day_and_receivers_and_no_marks() -> None:
    remark = Paragraph("本段由分析人员撰写。", is_remark=True)
    document = replace(short(), is_demo=False, blocks=(*short().blocks, remark))
    texts = {}
    for state, each in (("issued", document), ("draft", replace(document, issue=None))):
        with pdfplumber.open(io.BytesIO(pdf_of(each))) as pdf:
            texts[state] = "".join("".join((page.extract_text() or "").split()) for page in pdf.pages)
    for mark in ("送审稿", "〔分析人员撰写〕"):
        assert mark in texts["draft"]
        assert mark not in texts["issued"]
    assert "演示数据" not in texts["issued"]
    for said in ("源文旅发〔2022〕12号", "2022年7月5日印发", "抄送：县委办公室，县政府办公室。"):
        assert said in texts["issued"]
    assert "源文旅发〔2022〕号" in texts["draft"]
    assert "2022年月日印发" in texts["draft"]
    assert check_official(pdf_of(replace(document, issue=None))) == []


def test_a_number_in_a_draft_and_a_blank_in_a_document_in_force_are_noticed() -> None:
    fonts.use(FONTS)
    draft = render.page_source(replace(short(), issue=None), fonts=FONTS).replace("〕\u3000号", "〕3号")
    assert any("filled in in a draft" in text for text in check_official(render.write_pdf(draft)))
    source = render.page_source(short(), fonts=FONTS).replace("〕12号", "〕\u3000号")
    assert any("left open" in text for text in check_official(render.write_pdf(source)))


def test_the_archive_variant_is_tagged_pdf_a() -> None:
    with pikepdf.open(io.BytesIO(render.render_pdf(short(), fonts=FONTS, variant=render.ARCHIVE))) as pdf:
        assert (pdf.open_metadata()["pdfaid:part"], pdf.open_metadata()["pdfaid:conformance"]) == ("3", "A")


def test_same_bytes_in_another_process_time_zone_and_folder(tmp_path: Path) -> None:
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "from reports.render import render_pdf; from tests.page.sample import sample\n"
        "pdf = render_pdf(sample(is_draft=True), fonts=Path(sys.argv[1]))\n"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    environment = {
        **{k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"},
        "PYTHONPATH": str(ROOT),
        "TZ": "Pacific/Apia",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
    }
    other = subprocess.run(
        [sys.executable, "-c", code, str(FONTS)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.strip() == hashlib.sha256(whole_sample(False)).hexdigest()


@pytest.mark.parametrize(
    ("css", "breach"),
    [
        ("@page { size: Letter }", "is not A4"),
        ("html { line-height: 10.8mm }", "line pitch"),
        ("html { letter-spacing: 2pt }", "has 2[0-9.]+ characters"),
        (".text { text-align: left }", "ends at"),
        ("@page { margin-left: 25mm }", "leaves the type area"),
        ("@page { margin-top: 30mm }", "leaves the type area|issuer's mark"),
        (".head .mark { top: 30mm }", "issuer's mark"),
        (".head .rule { right: 5mm }", "no red rule"),
        (".head .rule { top: 80mm }", "below the document number"),
        (".head { height: 240mm }", "no body text"),
        ("@page :right { @bottom-right { content: counter(page) } }", "page number reads"),
        ("@page :right { @bottom-right { padding-right: 90mm } }", "from its side"),
        ("@page :right { @bottom-right { padding-top: 4mm } }", "below the type"),
        ("@page :left { @bottom-left { font-size: 12pt } }", "not 14 pt"),
        (".signature { break-before: page }", "stands alone"),
        (".colophon { padding-bottom: 30mm }", "colophon at"),
        (".colophon { display: none }", "no colophon"),
        (".colophon .printed { border: none }", "no rule on the bottom"),
        ("h3, .lead { font-family: FandolFang-Regular }", "no font for the role of FandolKai"),
        (".text { break-after: page }", "lines on a full page"),
        ("h1, h2, h3, h4 { bookmark-level: none }", "bookmarks"),
    ],
)
def test_the_measure_notices(css: str, breach: str) -> None:
    found = check_official(bent(css))
    assert any(re.search(breach, text) for text in found), found


def test_the_measure_notices_marks_at_the_wrong_end_of_a_line() -> None:
    pdf = bent(".text { text-align: left; word-break: break-all }")
    source = render.page_source(short(), fonts=FONTS)
    broken = source.replace("，明确", "<br>，明确").replace("各镇（", "各镇（<br>")
    found = check_official(render.write_pdf(broken))
    assert any("begins with a mark that closes" in text for text in found)
    assert any("ends with a mark that opens" in text for text in found)
    assert pdf


@pytest.mark.parametrize(
    ("old", "new", "breach"),
    [
        ('lang="zh-CN"', 'lang="en"', "language"),
        ('<meta name="author"', '<meta name="nobody"', "no Author"),
        ("备案。", "备案￥。", "'￥' in the text"),
    ],
)
def test_the_measure_reads_the_file(old: str, new: str, breach: str) -> None:
    source = render.page_source(short(), fonts=FONTS)
    found = check_official(render.write_pdf(source.replace(old, new)))
    assert any(breach in text for text in found), found


@pytest.mark.parametrize("sentences", [1, 2, 4, 6])
def test_signature_and_colophon_find_room(sentences: int) -> None:
    document = short(paragraphs=2, sentences=sentences)
    assert check_official(pdf_of(document)) == []


@pytest.mark.parametrize("lines", [17, 18])
def test_the_colophon_takes_text_with_it_where_a_last_page_is_just_full(lines: int) -> None:
    texts = tuple(Paragraph("县文化和旅游局备案。") for _ in range(lines))
    pdf = pdf_of(replace(short(paragraphs=2), attachments=(Attachment(("说明",), texts),)))
    assert check_official(pdf) == []


@pytest.mark.parametrize("text", ["办结😀件", "奖励￥500", "乱码\ufffd"])
def test_characters_that_cannot_be_printed_are_refused(text: str) -> None:
    with pytest.raises(fonts.MissingGlyph, match=re.escape(f"U+{ord(text[2]):04X}")):
        pdf_of(replace(short(), blocks=(Paragraph(text),)))


def test_what_the_renderer_warns_of_is_an_error() -> None:
    fonts.use(FONTS)
    with pytest.raises(render.RenderWarning, match="no-such-property"):
        render.write_pdf("<style>p { no-such-property: 1 }</style><p>一</p>")


def test_incomplete_fonts_name_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(fonts.FontsMissing, match="make setup"):
        render.render_pdf(short(), fonts=tmp_path)


def test_another_renderer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.use(FONTS)
    import weasyprint

    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(justify.UnknownRenderer, match=r"70\.0"):
        justify.install()


@pytest.mark.parametrize(
    ("count", "last"), [(26, 26), (27, 3), (28, 3), (29, 3), (30, 4), (54, 28), (55, 3), (56, 3), (57, 3)]
)
def test_a_paragraph_does_not_end_with_one_character_on_a_line(count: int, last: int) -> None:
    """Lines hold 28 characters, the first 26; a mark at the end of the text is no character."""
    document = replace(short(), blocks=(Paragraph("字" * (count - 1) + "。"), Paragraph(SENTENCE * 4)))
    with pdfplumber.open(io.BytesIO(pdf_of(document))) as pdf:
        found = [line.text for line in Page(1, pdf.pages[0]).body if set(line.text) <= {"字", "。"}]
    assert (sum(map(len, found)), len(found[-1])) == (count, last)
