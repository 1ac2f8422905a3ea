"""The English catalogues: `translate.py update` brings them up to date with the Chinese pages; check.py reads the rest.

Only what a page says itself is translated. Tables drawn from data are born in the language of the build, and docstrings
are English already.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po, write_po

DOCS = Path(__file__).parent
SOURCE = DOCS / "_build/gettext"
ENGLISH = DOCS / "locale/en/LC_MESSAGES"

#: what Sphinx itself writes into a Chinese API page
SPHINX = {"参数", "返回", "返回类型", "抛出", "变量", "类型", "关键字参数"}

HEADER = "# English for docs/{page}.md. Written by docs/translate.py; only the msgstr lines are for people."


def pages() -> list[str]:
    """Return the pages by name, `howto/add-unit` for one."""
    return sorted(path.relative_to(SOURCE).with_suffix("").as_posix() for path in SOURCE.rglob("*.pot"))


def template(page: str) -> Catalog:
    """Return what there is to translate: messages of the page itself that hold Chinese (or its 、) outside code."""
    wanted = Catalog()
    for message in _read(SOURCE / f"{page}.pot"):
        by_hand = any(place.endswith(f"{page}.md") for place, _ in message.locations)
        chinese = re.search("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", re.sub("`[^`]*`", "", str(message.id)))
        if by_hand and chinese and message.id not in SPHINX:
            wanted.add(message.id)
    return wanted


def missing(page: str) -> Iterator[str]:
    """Yield the messages of a page that have no English, or English that was written for another Chinese."""
    known = _read(ENGLISH / f"{page}.po")
    for message in template(page):
        english: Message | None = known.get(message.id) if message.id else None
        if message.id and (english is None or not english.string or english.fuzzy):
            yield str(message.id)


def update() -> None:
    """Add what is new, drop what is gone, mark what changed as fuzzy."""
    for page in pages():
        path = ENGLISH / f"{page}.po"
        catalog = _read(path)
        catalog.header_comment = HEADER.format(page=page)
        catalog.update(template(page), no_fuzzy_matching=False)
        catalog.obsolete.clear()
        catalog.fuzzy = False
        out = io.BytesIO()
        write_po(out, catalog, width=0, omit_header=False, ignore_obsolete=True)
        noise = r'^("(?!Content-T|MIME|Language:).*|#, python-.*)\n'
        text = re.sub(noise, "", out.getvalue().decode(), flags=re.MULTILINE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


if __name__ == "__main__":
    if sys.argv[1:] != ["update"]:
        sys.exit(__doc__)
    update()
    for page in pages():
        for message in missing(page):
            print(f"{page}: {message}")
