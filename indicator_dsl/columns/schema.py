"""The documented types of the results: struct columns, one field a fact.

A field that does not apply to a row is null.  Numbers are there twice: as text, always and exactly, and as
:data:`DECIMAL` where they fit.
"""

from __future__ import annotations

from typing import Final

from indicator_dsl.columns._arrow import pa

__all__ = ["DECIMAL", "EVALUATED", "FORMATTED", "LINTED", "PARSED"]

#: 28 digits before the point and 10 behind it, as much as every engine takes.
DECIMAL: Final = pa.decimal128(38, 10)

_REFUSAL = [
    pa.field("error_code", pa.string()),
    pa.field("error_message", pa.string()),
    pa.field("error_message_en", pa.string()),
    pa.field("error_start", pa.int32()),
    pa.field("error_end", pa.int32()),
    pa.field("error_fix", pa.string()),
]


def _number(name: str) -> list[pa.Field]:
    return [pa.field(name, DECIMAL), pa.field(f"{name}_text", pa.string())]


#: What a value was read as, or why it was refused: of ``parse_column`` and ``convert_column``.
PARSED: Final = pa.struct(
    [
        pa.field("kind", pa.string()),
        pa.field("relation", pa.string()),
        pa.field("implied", pa.bool_()),
        *_number("magnitude"),
        pa.field("unit", pa.string()),
        *_number("base_magnitude"),
        pa.field("base_unit", pa.string()),
        *_number("lower"),
        *_number("base_lower"),
        pa.field("lower_closed", pa.bool_()),
        *_number("upper"),
        *_number("base_upper"),
        pa.field("upper_closed", pa.bool_()),
        pa.field("date", pa.string()),
        pa.field("first_day", pa.date32()),
        pa.field("last_day", pa.date32()),
        pa.field("recurs", pa.string()),
        pa.field("direction", pa.string()),
        pa.field("basis", pa.string()),
        pa.field("grade", pa.string()),
        pa.field("text", pa.string()),
        pa.field("category", pa.string()),
        pa.field("label", pa.string()),
        pa.field("note", pa.string()),
        pa.field("canonical", pa.string()),
        *_REFUSAL,
    ]
)

#: Whether an actual value meets its target: of ``evaluate_column``.
EVALUATED: Final = pa.struct(
    [
        pa.field("outcome", pa.string()),
        pa.field("reason", pa.string()),
        *_number("margin"),
        pa.field("margin_unit", pa.string()),
        pa.field("completion", pa.float64()),
        pa.field("completion_text", pa.string()),
        pa.field("explanation", pa.string()),
        pa.field("explanation_en", pa.string()),
        *_REFUSAL,
    ]
)

#: A value written in another style: of ``format_column``.
FORMATTED: Final = pa.struct([pa.field("text", pa.string()), *_REFUSAL])

#: What the rules find: of ``lint_column``.
LINTED: Final = pa.struct(
    [
        pa.field("severity", pa.string()),
        pa.field("codes", pa.string()),
        pa.field("mended", pa.string()),
        pa.field(
            "findings",
            pa.list_(
                pa.struct(
                    [
                        pa.field("code", pa.string()),
                        pa.field("name", pa.string()),
                        pa.field("severity", pa.string()),
                        pa.field("start", pa.int32()),
                        pa.field("end", pa.int32()),
                        pa.field("message", pa.string()),
                        pa.field("message_en", pa.string()),
                        pa.field("fix", pa.string()),
                        pa.field("safe", pa.bool_()),
                    ]
                )
            ),
        ),
        *_REFUSAL,
    ]
)
