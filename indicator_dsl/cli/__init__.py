"""The command line, ``indicator-dsl``: one file a command.  Needs the extra ``cli``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]

#: What the extra brings; anything else that cannot be imported is a fault of ours.
_EXTRA = frozenset({"click", "rich"})
#: In both languages and without data files: this is said before anything of the command line could be imported.
_INSTALL = """\
命令行需要附加依赖，请先安装：pip install 'indicator-dsl[cli]'
The command line needs its extra: pip install 'indicator-dsl[cli]'"""
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: the arguments after the program's name; those of the process if ``None``.
    """
    try:
        from indicator_dsl.cli.app import run

        return run(sys.argv[1:] if argv is None else argv)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        print(_INSTALL, file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # so early that nothing has been set up to say it
        return _INTERRUPTED
