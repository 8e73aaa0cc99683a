from django.db import migrations


def copied(source: str, target: str):
    def copy(apps, schema_editor):
        rows = apps.get_model(source, "HouseholdNumber").objects.values("commune_id", "last")
        number = apps.get_model(target, "HouseholdNumber")
        number.objects.bulk_create(number(**row) for row in rows)

    return copy


class Migration(migrations.Migration):
    """The codes of households are given where households are: other rooms found households too."""

    dependencies = [("intake", "0001_start"), ("households", "0004_person_events")]

    operations = [
        migrations.RunPython(copied("intake", "households"), copied("households", "intake")),
        migrations.DeleteModel("HouseholdNumber"),
    ]
