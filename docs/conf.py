"""The manual: Chinese is the source, English a gettext translation (`sphinx-build -D language=en`). See README.md."""

import sys
import tomllib
from pathlib import Path
from typing import Any

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
    "chinese_search",
    "cjk_lines",
    "command_output",
    "error_codes",
    "evaluation_reasons",
    "parsed_texts",
    "railroads",
    "rule_pages",
    "scoring",
    "targets",
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
locale_dirs = ["locale"]  # zh_CN/ holds what furo says itself: Next, Previous
gettext_compact = False
gettext_location = True

# ---- reference -------------------------------------------------------------------------------------------------------

autodoc_member_order = "bysource"
autodoc_mock_imports = ["pyarrow", "pandas", "polars", "duckdb", "pyspark", "dask"]  # not needed to read docstrings
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
nitpicky = True
nitpick_ignore_regex = [
    # The standard library, attrs and pint have manuals of their own, which CI cannot reach.
    (r"py:.*", r"(attrs?|collections|datetime|decimal|enum|fractions|os|pathlib|pint|types|typing)(\..*)?"),
    (r"py:.*", r"(date|Decimal|Fraction|Path|Any|Literal|ClassVar)"),
    # Aliases and helpers that are no part of the public API.
    (r"py:.*", r"indicator_dsl\..*\._.*"),
    (r"py:.*", r"indicator_dsl\.lint\.(terms|page|catalog)\..*"),
    (r"py:.*", r"(indicator_dsl\.tables\.output\..*|check_annotation)"),
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
    "FRACTION": ["(25/3)"],
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
    "BLANK": [" ", "\\left", "$"],
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
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["manual.css"]
html_copy_source = False
html_use_index = False
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


def drop_the_docstring_of_the_type(
    _app: Any, what: str, _name: str, _obj: object, _options: object, lines: list[str]
) -> None:
    """Let api.md describe constants: autodoc would print what `int` says about itself."""
    if what == "data":
        lines.clear()


def setup(app: Any) -> None:
    """Connect the above."""
    app.connect("autodoc-process-docstring", drop_the_docstring_of_the_type)
