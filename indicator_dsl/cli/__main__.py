"""``python -m indicator_dsl.cli`` is ``indicator-dsl``."""

import sys

from indicator_dsl.cli import main

if __name__ == "__main__":
    sys.exit(main())
