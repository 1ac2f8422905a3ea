"""Files written for the user: never over what we did not make, never half."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO, Final

from indicator_dsl.tables.errors import TableError

__all__ = ["check_output", "output_file", "write_output"]

#: No room: on the disk, in the quota, in a file of a system that knows only 4 GB.
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_Path = str | PathLike[str]
_Ours = Callable[[BinaryIO], bool] | None


def check_output(path: _Path, *, inputs: Iterable[_Path], ours: _Ours) -> None:
    """Check that a file may be written: before the work as well as after it.

    Args:
        path: where to write.
        inputs: the files that were read, under whatever name; none of them is written to.
        ours: whether a file that stands there already is an earlier result of ours that nobody has
            changed since; only that is replaced. ``None`` where nobody can tell.

    Raises:
        TableError: ``output-is-input``, ``output-exists``, ``output-there``, ``output-directory``,
            ``output-no-folder``, ``output-no-permission``, ``output-failed``.
    """
    name = fspath(path)
    try:
        objection = _objection(name, inputs, ours)
    except (OSError, ValueError, RuntimeError) as error:  # a name too long, a loop of links, a NUL in the name
        raise _failed(name, error) from error
    if objection is not None:
        raise TableError(objection, path=str(Path(name).parent) if objection == "output-no-folder" else name)


def _objection(name: str, inputs: Iterable[_Path], ours: _Ours) -> str | None:
    """Return why a file may not be written, ``None`` if it may."""
    target = Path(name).resolve()
    if target.is_dir():
        return "output-directory"
    if not target.parent.is_dir():
        return "output-no-folder"
    if any(_same(target, Path(one)) for one in inputs):
        return "output-is-input"
    if target.exists() and (ours is None or not _is_ours(target, ours)):
        return "output-there" if ours is None else "output-exists"
    if not os.access(target.parent, os.W_OK | os.X_OK):
        return "output-no-permission"
    return None


def write_output(path: _Path, data: bytes, *, inputs: Iterable[_Path], ours: Callable[[BinaryIO], bool]) -> None:
    """Write a file, whole or not at all: what stood there stays until the new one is complete.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "结果.xlsx"
    ...     write_output(path, b"a", inputs=[], ours=lambda file: file.read() == b"a")
    ...     write_output(path, b"b", inputs=[], ours=lambda file: file.read() == b"a")
    ...     path.read_bytes()
    b'b'

    Args:
        path: as in :func:`check_output`, like ``inputs`` and ``ours``.
        data: what to write.
        inputs: the files that were read.
        ours: whether a file is an earlier result of ours.

    Raises:
        TableError: as :func:`check_output`; ``output-disk-full``.
    """
    with output_file(path, inputs=inputs, ours=ours) as file:
        file.write(data)


@contextmanager
def output_file(path: _Path, *, inputs: Iterable[_Path], ours: _Ours) -> Iterator[BinaryIO]:
    """Open a file to be written bit by bit, whole or not at all: it is there when the block ends without an error.

    Arguments and errors are those of :func:`write_output`.
    """
    inputs = list(inputs)
    check_output(path, inputs=inputs, ours=ours)
    name = fspath(path)
    target = Path(name).resolve()  # through a link to its file, so that the link stays one
    beside = target.with_name(f".indicator-dsl-{secrets.token_hex(8)}.tmp")
    try:
        try:
            with beside.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            # Writing may have taken long: somebody may have put a file there meanwhile.
            check_output(path, inputs=inputs, ours=ours)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise _failed(name, error) from error


def _same(target: Path, source: Path) -> bool:
    """Return whether two names mean one file: through links, another case, another way of writing the folder."""
    try:
        return target.exists() and source.exists() and target.samefile(source)
    except OSError:
        return target == source.resolve()


def _is_ours(target: Path, ours: Callable[[BinaryIO], bool]) -> bool:
    if not target.is_file():  # a device or a pipe
        return False
    try:
        with target.open("rb") as file:
            return ours(file)
    except OSError:  # what cannot be read cannot be known
        return False


def _failed(name: str, error: Exception) -> TableError:
    number = getattr(error, "errno", None)
    if number in _FULL:
        return TableError("output-disk-full", path=name)
    if isinstance(error, PermissionError) or number == errno.EROFS:
        return TableError("output-no-permission", path=name)
    return TableError("output-failed", path=name, reason=getattr(error, "strerror", None) or str(error))
