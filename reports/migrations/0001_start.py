
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_start'),
        ('households', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plan', 'Kế hoạch triển khai'), ('report', 'Báo cáo kết quả')], max_length=10, verbose_name='loại')),
                ('due_on', models.DateField(verbose_name='hạn nộp')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='households.plan')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='accounts.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'văn bản phải nộp',
                'ordering': ['kind', 'unit__kind', 'unit__order'],
            },
        ),
        migrations.CreateModel(
            name='PlanFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40, verbose_name='khóa')),
                ('label', models.CharField(max_length=150, verbose_name='chỉ số')),
                ('unit', models.CharField(max_length=20, verbose_name='đơn vị tính')),
                ('stated', models.PositiveIntegerField(verbose_name='kế hoạch ghi')),
                ('clause', models.CharField(max_length=20, verbose_name='mục')),
                ('order', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stated_figures', to='households.plan')),
            ],
            options={
                'verbose_name': 'số liệu của kế hoạch',
                'ordering': ['plan', 'order'],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField(verbose_name='lần')),
                ('document_no', models.CharField(max_length=60, verbose_name='số, ký hiệu văn bản')),
                ('document_on', models.DateField(verbose_name='ngày văn bản')),
                ('text', models.TextField(blank=True, max_length=5000, verbose_name='nội dung tóm tắt')),
                ('file', models.FileField(blank=True, upload_to='submissions/%Y/', verbose_name='tệp đính kèm')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='tên tệp')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                ('state', models.CharField(choices=[('submitted', 'Chờ kiểm tra'), ('accepted', 'Đã chấp nhận'), ('returned', 'Trả lại')], default='submitted', max_length=10, verbose_name='trạng thái')),
                ('submitted_at', models.DateTimeField(verbose_name='nộp lúc')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='kiểm tra lúc')),
                ('review_note', models.TextField(blank=True, max_length=1000, verbose_name='ý kiến kiểm tra')),
                ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='reports.obligation')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nộp')),
            ],
            options={
                'verbose_name': 'lần nộp',
                'ordering': ['obligation', '-version'],
            },
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('plan', 'Kế hoạch triển khai'), ('report', 'Báo cáo kết quả')], max_length=10, verbose_name='loại')),
                ('due_on', models.DateField(verbose_name='hạn nộp')),
                ('wording', models.CharField(max_length=100, verbose_name='ghi trong kế hoạch')),
                ('counts_due_day', models.BooleanField(default=True, verbose_name='nộp trong ngày hạn vẫn tính đúng hạn')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='households.plan')),
            ],
            options={
                'verbose_name': 'hạn nộp',
                'ordering': ['plan', 'due_on'],
                'constraints': [models.UniqueConstraint(fields=('plan', 'kind'), name='deadline_once_per_kind')],
            },
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.UniqueConstraint(fields=('plan', 'unit', 'kind'), name='obligation_once'),
        ),
        migrations.AddConstraint(
            model_name='planfigure',
            constraint=models.UniqueConstraint(fields=('plan', 'key'), name='plan_figure_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(fields=('obligation', 'version'), name='submission_version_once'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None), ('state', 'submitted')), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), models.Q(('state', 'submitted'), _negated=True)), _connector='OR'), name='submission_reviewed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(('reviewed_by', None), models.Q(('submitted_by', models.F('reviewed_by')), _negated=True), _connector='OR'), name='submission_reviewed_by_another', violation_error_message='Người nộp không tự kiểm tra được.'),
        ),
    ]
