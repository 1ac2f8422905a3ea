"""The command line, ``indicator-dsl``: one file a command.  Needs the extra ``cli``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

__all__ = ["main"]

#: What the extra brings; anything else that cannot be imported is a fault of ours.
_EXTRA = frozenset({"click", "rich"})
#: In both languages and without data files: this is said before anything of the command line could be imported.
_INSTALL = """\
命令行需要附加依赖，请先安装：pip install 'indicator-dsl[cli]'
The command line needs its extra: pip install 'indicator-dsl[cli]'"""
_INTERRUPTED = 130
#: What ends a program from outside, where there is such a thing.
_ENDINGS = ("SIGTERM", "SIGHUP", "SIGBREAK")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: the arguments after the program's name; those of the process if ``None``.
    """
    try:
        if argv is None:
            _end_in_order()
            argv = sys.argv[1:]
        from indicator_dsl.cli.app import run

        return run(argv)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _EXTRA:
            raise
        print(_INSTALL, file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # so early that nothing has been set up to say it
        return _INTERRUPTED


def _end_in_order() -> None:
    """Let the process clean up when it is told to end: a file half written goes."""

    def end(number: int, frame: object) -> None:
        del frame
        raise SystemExit(128 + number)

    for number in (getattr(signal, name, None) for name in _ENDINGS):
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup has asked for something else
            with suppress(ValueError):  # only the main thread may
                signal.signal(number, end)
