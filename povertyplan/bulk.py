"""Writes many rows at once: COPY on PostgreSQL, bulk_create elsewhere.

COPY is some four times as fast as bulk_create, and lists of a whole province have 200,000 rows.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.apps import apps
from django.db import connection, models, transaction

CHUNK = 20_000


def refresh_statistics() -> None:
    """Has PostgreSQL count its tables now, after many rows came at once.

    It does so by itself about a minute later; until then it takes full tables for empty ones, and a first screen
    of 177 households took eight seconds.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(f'"{model._meta.db_table}"' for model in apps.get_models())
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


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


def insert_values(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Inserts plain tuples of the columns `names` (attribute names), for rows whose keys nobody asks for.

    Half the time of a list is the making of model objects; what comes by the thousand does without them.
    Every column that may not be null has to be named: no default of the model is filled in.
    """
    rows = list(rows)
    if not rows:
        return
    table = f'"{model._meta.db_table}" ({_columns(model, names)})'
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for start in range(0, len(rows), CHUNK):
                _copy_lines(cursor, table, rows[start : start + CHUNK])
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} VALUES ({marks})", map(_adapted_row, rows))


def insert_numbered(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple]) -> list[int]:
    """The same, and gives the primary keys of the new rows in their order."""
    rows = list(rows)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        keys = _next_keys(cursor, model, len(rows))
        numbered = [(key, *row) for key, row in zip(keys, rows, strict=True)]
        insert_values(model, (model._meta.pk.attname, *names), numbered)
    return keys


def update_values(model: type[models.Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Sets the columns `names` of many rows: tuples of the primary key and the new values.

    bulk_update writes a CASE for each column, which takes minutes for 20,000 rows.
    """
    rows = list(rows)
    if not rows:
        return
    table, key = f'"{model._meta.db_table}"', f'"{model._meta.pk.column}"'
    columns = [f'"{model._meta.get_field(name).column}"' for name in names]
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"CREATE TEMPORARY TABLE told AS SELECT {', '.join([key, *columns])} FROM {table} LIMIT 0")
            _copy_lines(cursor, "told", rows)
            news = ", ".join(f"{column} = told.{column}" for column in columns)
            cursor.execute(f"UPDATE {table} SET {news} FROM told WHERE {table}.{key} = told.{key}")
            cursor.execute("DROP TABLE told")
        else:
            news = ", ".join(f"{column} = %s" for column in columns)
            turned = (_adapted_row((*values, pk)) for pk, *values in rows)
            cursor.executemany(f"UPDATE {table} SET {news} WHERE {key} = %s", turned)


def _columns(model, names: Iterable[str]) -> str:
    return ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)


def _adapted_row(row: Iterable) -> list:
    return [value if type(value) in (int, str) else _adapted(value) for value in row]


def _adapted(value):
    """`value` as a database without COPY wants it; the ORM does the same."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return str.__str__(value) if isinstance(value, str) else value


def _next_keys(cursor, model, count: int) -> list[int]:
    """Primary keys from the table's own sequence, so that other writers never meet them."""
    table, column = model._meta.db_table, model._meta.pk.column
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', column, count],
        )
        return [key for (key,) in cursor.fetchall()]
    # SQLite has one writer at a time, and this transaction is it.
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    (last,) = cursor.fetchone() or (0,)
    return list(range(last + 1, last + 1 + count))


def _number(cursor, model, rows) -> None:
    for row, key in zip(rows, _next_keys(cursor, model, len(rows)), strict=True):
        row.pk = key
        row._state.adding = False


def _copy(cursor, model, rows) -> None:
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ([row.__dict__[name] for name in names] for row in rows)
    _copy_lines(cursor, f'"{model._meta.db_table}" ({columns})', values)


def _copy_lines(cursor, table: str, rows: Iterable[Iterable]) -> None:
    lines = io.StringIO()
    for row in rows:
        lines.write("\t".join([_AS_TEXT.get(type(value), _text)(value) for value in row]))
        lines.write("\n")
    lines.seek(0)
    cursor.copy_expert(f"COPY {table} FROM STDIN", lines)


def _escaped(text: str) -> str:
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def _text(value) -> str:
    """A value of any other type, such as a member of an enumeration."""
    return _escaped(str.__str__(value)) if isinstance(value, str) else str(value)


# How COPY's text format writes each type.
_AS_TEXT = {
    str: _escaped,
    int: str,
    bool: lambda value: "t" if value else "f",
    type(None): lambda value: "\\N",
    date: date.isoformat,
    datetime: datetime.isoformat,
}
