from django.db import migrations, models

import reports.models.obligation


class Migration(migrations.Migration):
    """No report of the town could be issued before, so that there are no rows to fill."""

    dependencies = [
        ("reports", "0011_period_of_papers"),
    ]

    operations = [
        migrations.RemoveField(model_name="townreport", name="basis"),
        migrations.AddField(
            model_name="townreport",
            name="signer",
            field=models.CharField(default="", max_length=100, verbose_name="người ký"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="townreport",
            name="sheets",
            field=models.FileField(
                default="",
                upload_to=reports.models.obligation.document_name,
                verbose_name="biểu, danh sách kèm theo (Excel)",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="townreport",
            name="sheets_digest",
            field=models.CharField(default="", max_length=64, verbose_name="SHA-256 của tệp Excel"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="townreport",
            constraint=models.UniqueConstraint(fields=("plan", "document_no"), name="town_report_number_once"),
        ),
    ]
