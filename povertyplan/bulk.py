"""Writes many rows at once: COPY on PostgreSQL, bulk_create elsewhere.

COPY is some four times as fast as bulk_create, and lists of a whole province have 200,000 rows.
"""

import io
from collections.abc import Sequence
from datetime import date

from django.db import connection, models, transaction

CHUNK = 20_000


def insert(model: type[models.Model], rows: Sequence[models.Model]) -> Sequence[models.Model]:
    """Inserts unsaved `rows` of `model` and gives them their primary keys."""
    if not rows:
        return rows
    if connection.vendor != "postgresql":
        return model.objects.bulk_create(rows)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        _number(cursor, model, rows)
        for start in range(0, len(rows), CHUNK):
            _copy(cursor, model, rows[start : start + CHUNK])
    return rows


def _number(cursor, model, rows) -> None:
    """Takes the primary keys from the table's own sequence, so that other writers never meet them."""
    table, column = model._meta.db_table, model._meta.pk.column
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
        [f'"{table}"', column, len(rows)],
    )
    for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
        row.pk = key
        row._state.adding = False


def _copy(cursor, model, rows) -> None:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    lines = io.StringIO()
    for row in rows:
        values = row.__dict__
        lines.write("\t".join([_text(values[name]) for name in names]))
        lines.write("\n")
    lines.seek(0)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    cursor.copy_expert(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN', lines)


def _text(value) -> str:
    """`value` in the text format of COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, str):
        text = str.__str__(value)
        if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
            text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
        return text
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    return str(value)
