
import django.db.models.deletion
import povertyplan.intake.models
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
            name='HouseholdNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last', models.PositiveIntegerField(default=0)),
                ('commune', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'verbose_name': 'số thứ tự mã hộ',
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('preview', 'Chờ xác nhận'), ('applied', 'Đã ghi'), ('blocked', 'Có lỗi, chưa ghi'), ('cancelled', 'Đã hủy'), ('undone', 'Đã hoàn tác'), ('reading', 'Đang đọc'), ('writing', 'Đang ghi'), ('failed', 'Chưa xong')], default='preview', max_length=10, verbose_name='trạng thái')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('file', models.FileField(blank=True, upload_to=povertyplan.intake.models.stored_name, verbose_name='tệp')),
                ('filename', models.CharField(blank=True, max_length=200, verbose_name='tên tệp')),
                ('sha256', models.CharField(blank=True, db_index=True, max_length=64, verbose_name='dấu vân tay của tệp')),
                ('size', models.PositiveIntegerField(default=0, verbose_name='cỡ (byte)')),
                ('new_count', models.PositiveIntegerField(default=0, verbose_name='hộ mới')),
                ('changed_count', models.PositiveIntegerField(default=0, verbose_name='hộ thay đổi')),
                ('unchanged_count', models.PositiveIntegerField(default=0, verbose_name='hộ không đổi')),
                ('missing_count', models.PositiveIntegerField(default=0, verbose_name='hộ vắng trong tệp')),
                ('blocked_count', models.PositiveIntegerField(default=0, verbose_name='dòng lỗi')),
                ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='ghi lúc')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='hoàn tác lúc')),
                ('applied_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người nhập')),
                ('commune', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='chỉ của xã, phường')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='imports', to='households.plan', verbose_name='kế hoạch')),
                ('undo_of', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undo', to='intake.importbatch', verbose_name='hoàn tác lần nhập')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'lần nhập danh sách',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=255, verbose_name='trang tính')),
                ('cell', models.CharField(max_length=10, verbose_name='ô')),
                ('field', models.CharField(max_length=40, verbose_name='thông tin')),
                ('before', models.CharField(blank=True, max_length=200, verbose_name='trong tệp')),
                ('value', models.CharField(blank=True, max_length=500, verbose_name='sửa thành')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người sửa')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='intake.importbatch')),
            ],
            options={
                'verbose_name': 'ô đã sửa tay',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=255, verbose_name='trang tính')),
                ('row', models.PositiveIntegerField(verbose_name='dòng')),
                ('head', models.CharField(blank=True, max_length=100, verbose_name='chủ hộ trong tệp')),
                ('household_code', models.CharField(blank=True, max_length=20, verbose_name='là hộ')),
                ('left_out', models.BooleanField(default=False, verbose_name='bỏ dòng')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người trả lời')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='intake.importbatch')),
            ],
            options={
                'verbose_name': 'câu trả lời về một dòng',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('household_code', models.CharField(db_index=True, max_length=20, verbose_name='mã hộ')),
                ('head', models.CharField(max_length=100, verbose_name='chủ hộ')),
                ('kind', models.CharField(choices=[('created', 'Thêm mới'), ('changed', 'Sửa'), ('removed', 'Bỏ ra'), ('restored', 'Trả lại như trước'), ('kept', 'Giữ nguyên')], max_length=10, verbose_name='việc')),
                ('sheet', models.CharField(blank=True, max_length=60, verbose_name='trang tính')),
                ('row', models.PositiveIntegerField(default=0, verbose_name='dòng')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='intake.importbatch')),
            ],
            options={
                'verbose_name': 'thay đổi của lần nhập',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportedField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('field', models.CharField(max_length=20, verbose_name='thông tin')),
                ('subject', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='dòng')),
                ('before', models.TextField(blank=True, verbose_name='trước')),
                ('after', models.TextField(blank=True, verbose_name='sau')),
                ('change', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fields', to='intake.importchange')),
            ],
            options={
                'verbose_name': 'giá trị đã đổi',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='yêu cầu lúc')),
                ('started_at', models.DateTimeField(blank=True, null=True, verbose_name='bắt đầu lúc')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='xong lúc')),
                ('told', models.TextField(blank=True, verbose_name='lời báo')),
                ('writes', models.BooleanField(default=False, verbose_name='ghi')),
                ('agreed_digest', models.CharField(blank=True, max_length=64)),
                ('good_rows', models.BooleanField(default=False, verbose_name='ghi các dòng đúng')),
                ('review_missing', models.BooleanField(default=False, verbose_name='đánh dấu hộ vắng')),
                ('follow_file', models.BooleanField(default=False, verbose_name='theo tệp')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('row_count', models.PositiveIntegerField(default=0, verbose_name='dòng hộ')),
                ('problem_count', models.PositiveIntegerField(default=0, verbose_name='điều cần xem')),
                ('kept_count', models.PositiveIntegerField(default=0, verbose_name='giữ như đang lưu')),
                ('newer_here_count', models.PositiveIntegerField(default=0, verbose_name='mới hơn tệp')),
                ('skipped_count', models.PositiveIntegerField(default=0, verbose_name='đã bỏ qua')),
                ('guessed_count', models.PositiveIntegerField(default=0, verbose_name='cột được đoán')),
                ('stops', models.BooleanField(default=False, verbose_name='lỗi chung')),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('batch', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='job', to='intake.importbatch')),
            ],
            options={
                'verbose_name': 'việc nền của lần nhập',
                'ordering': ['asked_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='PreviewLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=10, verbose_name='phần')),
                ('sheet', models.CharField(blank=True, max_length=255, verbose_name='trang tính')),
                ('row', models.PositiveIntegerField(default=0, verbose_name='dòng')),
                ('cell', models.CharField(blank=True, max_length=10, verbose_name='ô')),
                ('who', models.CharField(blank=True, max_length=100, verbose_name='hộ')),
                ('household_code', models.CharField(blank=True, max_length=20, verbose_name='mã hộ')),
                ('text', models.TextField(blank=True, verbose_name='nội dung')),
                ('blocks', models.BooleanField(default=False, verbose_name='phải sửa')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_lines', to='intake.importbatch')),
            ],
            options={
                'verbose_name': 'dòng xem trước',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SheetChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sheet', models.CharField(max_length=100, verbose_name='trang tính')),
                ('is_used', models.BooleanField(verbose_name='đọc trang này')),
                ('encoding', models.CharField(blank=True, max_length=20, verbose_name='bảng mã')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheet_choices', to='intake.importbatch')),
            ],
            options={
                'verbose_name': 'cách đọc trang tính',
            },
        ),
        migrations.CreateModel(
            name='HeaderMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, verbose_name='dấu vân tay của tiêu đề')),
                ('letter', models.CharField(max_length=3, verbose_name='cột')),
                ('field', models.CharField(blank=True, max_length=40, verbose_name='thông tin')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.unit', verbose_name='đơn vị')),
            ],
            options={
                'verbose_name': 'cách khớp cột đã nhớ',
                'constraints': [models.UniqueConstraint(fields=('unit', 'fingerprint', 'letter'), name='column_mapped_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['applied', 'undone']), _negated=True), ('applied_at__isnull', False), _connector='OR'), name='import_applied_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('applied_by', None), ('applied_at__isnull', False), _connector='OR'), name='import_applied_by_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None)), _connector='OR'), name='import_undone_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.CheckConstraint(condition=models.Q(('undone_by', None), ('undone_at__isnull', False), _connector='OR'), name='import_undone_by_at_some_time'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(fields=('batch', 'sheet', 'cell'), name='cell_mended_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('batch', 'sheet', 'row'), name='row_answered_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('left_out', False), ('household_code', ''), _connector='OR'), name='row_left_out_is_nobody'),
        ),
        migrations.AddConstraint(
            model_name='importchange',
            constraint=models.UniqueConstraint(fields=('batch', 'household_code'), name='import_touches_household_once'),
        ),
        migrations.AddConstraint(
            model_name='importjob',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at', None), ('started_at__isnull', False), _connector='OR'), name='job_ends_after_it_began'),
        ),
        migrations.AddIndex(
            model_name='previewline',
            index=models.Index(fields=['batch', 'part'], name='preview_by_part'),
        ),
        migrations.AddConstraint(
            model_name='sheetchoice',
            constraint=models.UniqueConstraint(fields=('batch', 'sheet'), name='sheet_chosen_once'),
        ),
    ]
