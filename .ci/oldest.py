"""Print the lower bounds of the dependencies as pip constraints: `lark>=1.3,<2` becomes `lark==1.3`."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path(sys.argv[1]).read_text("utf-8"))["project"]
extras = (one for extra in project["optional-dependencies"].values() for one in extra)
for requirement in dict.fromkeys([*project["dependencies"], *extras]):
    if requirement.startswith(project["name"]):
        continue
    match = re.fullmatch(r"([\w-]+)(?:\[\w+\])?>=([\w.]+)(,.*)?", requirement)
    assert match, f"no lower bound: {requirement}"
    print(f"{match[1]}=={match[2]}")
