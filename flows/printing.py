"""Documents as bytes: rendered by several processes, and remembered, so that only what changed is rendered again."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import multiprocessing
import os
import platform
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

import reports
from flows.issues import InputError
from flows.settings import Settings
from reports.document import Document
from reports.fonts import FONT_FILES, MissingGlyph
from reports.issuing import content_sha256
from reports.render import READING, Variant, render_pdf

RENDERED = ".rendered"
# A process to render in takes as long to start as a document takes to render, or two.
DOCUMENTS_WORTH_WORKERS = 4
# What the renderer is made of besides our code, and how libraries of the system tell their version.
PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "cssselect2", "pyphen", "pillow", "fonttools", "jinja2")
LIBRARIES = {"libpango-1.0.so.0": "pango_version_string", "libharfbuzz.so.0": "hb_version_string"}


def print_documents(
    settings: Settings, documents: Sequence[Document], *, variant: Variant = READING, is_whole_run: bool = False
) -> list[bytes]:
    """Return the documents as PDF, in their order; the bytes are the same from the memory and from any process.

    Args:
        settings: where the fonts and the memory are.
        documents: what to print.
        variant: for reading or for the archive.
        is_whole_run: these are all there are: what is remembered of others is forgotten.

    Raises:
        InputError: a text has characters that no font has; the message names the document.
    """
    memory = settings.processed / RENDERED
    renderer = renderer_sha256(settings.fonts)
    entries = [memory / _entry_name(document, renderer, variant) for document in documents]
    missing = {entry: document for entry, document in zip(entries, documents, strict=True) if not entry.exists()}
    memory.mkdir(parents=True, exist_ok=True)
    for entry, content in zip(missing, _render(list(missing.values()), settings.fonts, variant), strict=True):
        _store(entry, content)
    printed = [entry.read_bytes() for entry in entries]
    if is_whole_run:
        for other in set(memory.iterdir()) - set(entries):
            other.unlink()
    return printed


def renderer_sha256(fonts: Path) -> str:
    """Hash all that a page depends on besides its document: code, templates, styles, fonts, libraries."""
    digest = hashlib.sha256()
    package = Path(str(reports.__file__)).parent
    for path in sorted([*package.glob("*.py"), *package.glob("templates/*"), *package.glob("styles/*")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update(_fonts_sha256(fonts))
    versions = [f"{package} {importlib.metadata.version(package)}" for package in PACKAGES]
    versions += [f"{name} {_version(name, function)}" for name, function in LIBRARIES.items()]
    digest.update("\n".join([platform.python_version(), *versions]).encode())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _fonts_sha256(fonts: Path) -> bytes:
    digest = hashlib.sha256()
    for name in (*FONT_FILES, "fonts.conf"):
        path = fonts / name
        if path.is_file():  # what is missing, the renderer tells
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.digest()


def _version(library: str, function: str) -> str:
    """Ask a library of the system for its version; where it has another name, it is not told apart."""
    try:
        asked = getattr(ctypes.CDLL(library), function)
    except OSError:
        return ""
    asked.restype = ctypes.c_char_p
    return str(asked().decode())


def _entry_name(document: Document, renderer: str, variant: Variant) -> str:
    parts = f"{content_sha256(document)}\n{renderer}\n{variant}"
    return hashlib.sha256(parts.encode()).hexdigest()[:32] + ".pdf"


def _render(documents: Sequence[Document], fonts: Path, variant: Variant) -> list[bytes]:
    """Render a few documents here, more in a process for each core.

    A process starts anew (spawn): a copy of this one would share the state of the fonts' library with it.
    """
    render = partial(_render_one, fonts=fonts, variant=variant)
    workers = min(os.cpu_count() or 1, len(documents))
    if len(documents) < DOCUMENTS_WORTH_WORKERS or workers < 2:
        return [render(document) for document in documents]
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(pool.map(render, documents))


def _render_one(document: Document, *, fonts: Path, variant: Variant) -> bytes:
    try:
        return render_pdf(document, fonts=fonts, variant=variant)
    except MissingGlyph as error:
        raise InputError(f"《{document.title}》不能排版：{error}") from None


def _store(entry: Path, content: bytes) -> None:
    """Write an entry so that it is there whole or not at all."""
    making = entry.with_suffix(f".{os.getpid()}")
    with making.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    making.replace(entry)
