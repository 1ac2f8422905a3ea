"""What a build without warnings may still get wrong: the search index, and stale translations."""

import json
import sys

from translate import DOCS, missing, pages

#: words a reader would look for, and a page each must lead to
SEARCHED = {"满意度": "language", "时效": "language", "量纲": "concepts", "工作日": "language", "交换格式": "concepts"}
#: pages whose English must be complete; of the others the gaps are only counted
TRANSLATED = {"index", "quickstart", "concepts", "api"}


def search() -> list[str]:
    """Look words up in the index as the search page does: without jieba it holds no Chinese, and nothing says so."""
    text = (DOCS / "_build/html/zh/searchindex.js").read_text("utf-8")
    index = json.loads(text[text.index("{") : text.rindex("}") + 1])
    faults = []
    for word, page in SEARCHED.items():
        places = [index[part].get(word, []) for part in ("terms", "titleterms")]
        found = {place for hit in places for place in ([hit] if isinstance(hit, int) else hit)}
        if page not in {index["docnames"][place] for place in found}:
            faults.append(f"searching {word} does not find {page}")
    return faults


def translations() -> list[str]:
    """Report each message without English."""
    faults = []
    for page in pages():
        gaps = list(missing(page))
        if page in TRANSLATED:
            faults += [f"{page}: no English for {message!r} (docs/README.md tells how)" for message in gaps]
        elif gaps:
            print(f"{page}: {len(gaps)} messages without English")
    return faults


if faults := search() + translations():
    sys.exit("\n".join(faults))
print(f"search finds {'、'.join(SEARCHED)}; English is complete for {', '.join(sorted(TRANSLATED))}")
