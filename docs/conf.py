"""The manual: Chinese is the source, English a gettext translation (`sphinx-build -D language=en`). See README.md."""

import sys
import tomllib
from pathlib import Path

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS / "_ext"))

from indicator_dsl.resources import grammar_folder  # noqa: E402

with (DOCS.parent / "pyproject.toml").open("rb") as file:
    release = version = tomllib.load(file)["project"]["version"]

project = "indicator-dsl"
author = "the indicator-dsl authors"
copyright = f"2026, {author}"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "cjk_lines",
    "error_codes",
    "parsed_texts",
    "railroads",
    "vocabulary_tables",
]
exclude_patterns = ["README.md", "_build"]

# ---- text ------------------------------------------------------------------------------------------------------------

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

# ---- languages -------------------------------------------------------------------------------------------------------

language = "zh_CN"
locale_dirs = ["locale"]
gettext_compact = False
gettext_location = True

# ---- search ----------------------------------------------------------------------------------------------------------

# Sphinx cuts Chinese into words with jieba; the words of budget tables are not in its own list.
html_search_options = {"dict": str(DOCS / "_ext" / "search_words.txt")}

# ---- reference -------------------------------------------------------------------------------------------------------

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
nitpicky = True
nitpick_ignore_regex = [
    # The standard library, attrs and pint have manuals of their own, which CI cannot reach.
    (r"py:.*", r"(attrs?|collections|datetime|decimal|enum|fractions|pathlib|pint|types|typing)(\..*)?"),
    (r"py:.*", r"(date|Decimal|Fraction|Path|Any|Literal|ClassVar)"),
    # Aliases and helpers that are no part of the public API.
    (r"py:.*", r"indicator_dsl\..*\._.*"),
]

# ---- diagrams --------------------------------------------------------------------------------------------------------

railroad_grammar = str(Path(grammar_folder()) / "indicator.lark")
#: What the boxes of terminals show; if a terminal is a pattern, what it finds in the text.
railroad_words = {
    "SIGN": ["≥", ">=", "<"],
    "PLUSMINUS": ["±"],
    "CONNECT": ["～", "—"],
    "DASH": ["-"],
    "COLON": ["：", ":"],
    "SEP": ["；", "，", "、"],
    "LBRACK": ["["],
    "RBRACK": ["]"],
    "LPAR": ["（"],
    "RPAR": ["）"],
    "NUMBER": ["2200", "1,437", "0.5"],
    "BOUND": ["[60,80)"],
    "MONEY": ["¥", "人民币"],
    "ISO_DATE": ["2025-12-31", "2025.12.31"],
    "ISO_MONTH": ["2025-12"],
    "YEAR": ["2025年", "二〇二五年"],
    "MONTH": ["12月", "十二月"],
    "DAY": ["31日"],
    "QUARTER": ["第三季度"],
    "SLASH": ["/"],
    "DOT": ["·"],
    "ENUM": ["①", "（1）≥5场", "1.≥5场"],
    "NOTE": ["（年人均）"],
    "STOP": ["。"],
    "TEXT": ["逐步提高"],
    "WORD": ["完成率"],
    "MISSING": ["不适用", "/"],
    "X": ["x"],
}

# ---- pages -----------------------------------------------------------------------------------------------------------

html_theme = "furo"
html_title = f"indicator-dsl {version}"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["manual.css"]
html_copy_source = False
html_show_sphinx = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ],
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"
