"""What a build without warnings may still get wrong: the search index, and stale translations."""

import json
import re
import sys
from itertools import pairwise
from typing import Any

from translate import DOCS, missing, pages

#: words a reader would look for, and a page each must lead to
SEARCHED = {
    "满意度": "language",
    "时效": "language",
    "单位": "units",
    "退出码": "cli",
    "评分": "scoring",
    "增加": "howto/add-unit",
}


def search() -> list[str]:
    """Look words up in the index by their pairs, as the search page does, and see that the page has its stemmer."""
    built = DOCS / "_build/html/zh"
    text = (built / "searchindex.js").read_text("utf-8")
    index = json.loads(text[text.index("{") : text.rindex("}") + 1])
    faults = []
    for word, page in SEARCHED.items():
        found = set.intersection(*(_places(index, first + second) for first, second in pairwise(word)))
        if page not in {index["docnames"][place] for place in found}:
            faults.append(f"searching {word} does not find {page}")
    code = (built / "_static/language_data.js").read_text("utf-8")
    stemmer = re.search(r"window\.Stemmer = (\w+)", code)
    if stemmer and not re.search(rf"\b(var|let|const|function|class) {stemmer[1]}\b", code):
        faults.append(f"the search page has no {stemmer[1]}")
    return faults


def _places(index: dict[str, Any], term: str) -> set[int]:
    hits = [index[part].get(term, []) for part in ("terms", "titleterms")]
    return {place for hit in hits for place in ([hit] if isinstance(hit, int) else hit)}


def translations() -> list[str]:
    """Report each message without English."""
    gaps = ((page, message) for page in pages() for message in missing(page))
    return [f"{page}: no English for {message!r} (docs/README.md tells how)" for page, message in gaps]


if faults := search() + translations():
    sys.exit("\n".join(faults))
print(f"search finds {'、'.join(SEARCHED)}; every page has its English")
