"""Fills the database with the demo town as the first release left it: `python -m povertyplan.tests.first_release`.

The tables must be those of that release: the first migration of each app and no other.
"""

import gzip
import json
from pathlib import Path

import django

ROWS = Path(__file__).parent / "data" / "first_release.json.gz"
FIRST = [(app, "0001_start") for app in ("accounts", "households", "intake", "tasks", "reports")]


def fill() -> None:
    from django.core.management.color import no_style
    from django.db import connection, transaction
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(FIRST)
    apps = executor.loader.project_state(FIRST).apps
    models = {model._meta.label_lower: model for model in apps.get_models()}
    rows = json.loads(gzip.decompress(ROWS.read_bytes()))
    with transaction.atomic(), connection.constraint_checks_disabled():
        for row in rows:
            _insert(models[row["model"]], row["pk"], row["fields"])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [models[row["model"]] for row in rows]):
            cursor.execute(statement)


def _insert(model, pk, values: dict) -> None:
    many = {field.name: values.pop(field.name) for field in model._meta.many_to_many if field.name in values}
    fields = {model._meta.get_field(name).attname: value for name, value in values.items()}
    row = model.objects.create(pk=pk, **fields)
    for name, those in many.items():
        getattr(row, name).set(those)


if __name__ == "__main__":
    django.setup()
    fill()
