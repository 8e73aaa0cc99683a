
import django.db.models.deletion
import povertyplan.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_start'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=100, verbose_name='tên')),
                ('short_name', models.CharField(max_length=40, verbose_name='tên ngắn')),
                ('order', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
            ],
            options={
                'verbose_name': 'nguyên nhân nghèo',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Hamlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='tên')),
                ('key', models.CharField(editable=False, max_length=80)),
                ('hard_from', models.DateField(blank=True, null=True, verbose_name='đặc biệt khó khăn từ ngày')),
                ('hard_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hamlets', to='accounts.unit', verbose_name='xã, phường')),
            ],
            options={
                'verbose_name': 'thôn, tổ dân phố',
                'ordering': ['commune__order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã hộ')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='địa chỉ cụ thể')),
                ('head', models.CharField(max_length=100, verbose_name='họ và tên chủ hộ')),
                ('sex', models.CharField(blank=True, choices=[('M', 'Nam'), ('F', 'Nữ')], max_length=1, verbose_name='giới tính')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='năm sinh')),
                ('birth_on', models.DateField(blank=True, null=True, verbose_name='ngày sinh')),
                ('id_no', povertyplan.fields.IdNumberField(blank=True, null=True, verbose_name='số CCCD/CMND')),
                ('old_id_no', povertyplan.fields.IdNumberField(blank=True, null=True, verbose_name='số CMND cũ')),
                ('ethnicity', models.CharField(blank=True, max_length=40, verbose_name='dân tộc')),
                ('member_count', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='số khẩu')),
                ('has_merit', models.BooleanField(default=False, verbose_name='có thành viên là người có công')),
                ('lacks_labour', models.BooleanField(default=False, verbose_name='không có khả năng lao động')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='ghi chú')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('search_key', models.CharField(editable=False, max_length=250)),
                ('sort_key', models.CharField(editable=False, max_length=250)),
                ('match_key', models.CharField(editable=False, max_length=100)),
                ('causes', models.ManyToManyField(blank=True, related_name='households', to='households.cause', verbose_name='nguyên nhân nghèo')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='accounts.unit', verbose_name='xã, phường')),
                ('hamlet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='households', to='households.hamlet', verbose_name='thôn, tổ dân phố')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='households', to=settings.AUTH_USER_MODEL, verbose_name='cán bộ phụ trách')),
            ],
            options={
                'verbose_name': 'hộ',
                'ordering': ['sort_key', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Diary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('list', 'Danh sách'), ('data', 'Thông tin hộ'), ('progress', 'Tiến độ'), ('need', 'Nhu cầu'), ('exit', 'Thoát nghèo'), ('note', 'Ghi chú')], max_length=10, verbose_name='loại')),
                ('text', models.CharField(max_length=300, verbose_name='nội dung')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='diary', to='households.household')),
            ],
            options={
                'verbose_name': 'diễn biến',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, verbose_name='mã')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('dimension', models.CharField(max_length=60, verbose_name='chiều')),
                ('deprived_when', models.CharField(max_length=300, verbose_name='thiếu hụt khi')),
                ('order', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('valid_from', models.DateField(verbose_name='áp dụng từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
            ],
            options={
                'verbose_name': 'chỉ số thiếu hụt',
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='indicator_once_per_standard')],
            },
        ),
        migrations.AddField(
            model_name='household',
            name='deprivations',
            field=models.ManyToManyField(blank=True, related_name='households', to='households.indicator', verbose_name='chỉ số thiếu hụt'),
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='họ và tên')),
                ('relation', models.CharField(blank=True, max_length=40, verbose_name='quan hệ với chủ hộ')),
                ('sex', models.CharField(blank=True, choices=[('M', 'Nam'), ('F', 'Nữ')], max_length=1, verbose_name='giới tính')),
                ('birth_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='năm sinh')),
                ('birth_on', models.DateField(blank=True, null=True, verbose_name='ngày sinh')),
                ('id_no', povertyplan.fields.IdNumberField(blank=True, null=True, verbose_name='số CCCD/CMND')),
                ('ethnicity', models.CharField(blank=True, max_length=40, verbose_name='dân tộc')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='households.household')),
            ],
            options={
                'verbose_name': 'thành viên',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='năm')),
                ('number', models.CharField(max_length=60, verbose_name='số, ký hiệu')),
                ('title', models.CharField(max_length=300, verbose_name='trích yếu')),
                ('issued_on', models.DateField(verbose_name='ngày ban hành')),
                ('target', models.PositiveIntegerField(verbose_name='số hộ phấn đấu giảm')),
                ('figures_on', models.DateField(verbose_name='số liệu trong kế hoạch tính đến ngày')),
                ('finish_on', models.DateField(verbose_name='ngày phải đạt mục tiêu')),
                ('update_every_days', models.PositiveSmallIntegerField(default=30, verbose_name='xã cập nhật mỗi hộ sau số ngày')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='khóa sổ ngày')),
            ],
            options={
                'verbose_name': 'kế hoạch năm',
                'ordering': ['-year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('finish_on__gt', models.F('figures_on'))), name='plan_finishes_after_its_figures', violation_error_message='Ngày phải đạt mục tiêu phải sau ngày tính số liệu.')],
            },
        ),
        migrations.CreateModel(
            name='Movement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('exit', 'Thoát nghèo'), ('other_decrease', 'Giảm khác'), ('from_near_poor', 'Từ hộ cận nghèo thành hộ nghèo'), ('relapse', 'Tái nghèo'), ('newly_poor', 'Phát sinh nghèo'), ('other_increase', 'Tăng khác')], max_length=20, verbose_name='loại biến động')),
                ('reason', models.CharField(blank=True, choices=[('supported', 'Được hỗ trợ, đủ điều kiện thoát nghèo'), ('self_reliant', 'Tự vươn lên thoát nghèo'), ('merit', 'Hộ có thành viên là người có công'), ('criteria_review', 'Rà soát lại tiêu chí'), ('deceased', 'Hộ độc khẩu, đã chết'), ('moved', 'Chuyển đi nơi khác'), ('merged', 'Nhập vào hộ khác')], max_length=20, verbose_name='lý do')),
                ('outcome', models.CharField(blank=True, choices=[('near_poor', 'Trở thành hộ cận nghèo'), ('above_near_poor', 'Vượt chuẩn cận nghèo')], max_length=20, verbose_name='kết quả')),
                ('happened_on', models.DateField(verbose_name='ngày')),
                ('evidence', models.TextField(blank=True, max_length=1000, verbose_name='căn cứ, minh chứng')),
                ('stage', models.CharField(choices=[('proposed', 'Chờ xét duyệt'), ('returned', 'Trả lại để bổ sung'), ('agreed', 'Đã đồng ý, chờ quyết định'), ('decided', 'Đã có quyết định'), ('withdrawn', 'Đã rút đề nghị')], max_length=10, verbose_name='giai đoạn')),
                ('from_list', models.BooleanField(default=False, verbose_name='ghi trong danh sách kèm kế hoạch')),
                ('counted_on', models.DateField(blank=True, null=True, verbose_name='tính từ ngày')),
                ('proposed_at', models.DateTimeField(blank=True, null=True, verbose_name='đề nghị lúc')),
                ('agreed_at', models.DateTimeField(blank=True, null=True, verbose_name='đồng ý lúc')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lại lúc')),
                ('return_reason', models.TextField(blank=True, max_length=1000, verbose_name='lý do trả lại')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='ghi quyết định lúc')),
                ('decision_no', models.CharField(blank=True, max_length=60, verbose_name='số quyết định')),
                ('decision_on', models.DateField(blank=True, null=True, verbose_name='ngày quyết định')),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='movements', to='households.household')),
                ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='movements', to='households.plan')),
            ],
            options={
                'verbose_name': 'biến động',
                'ordering': ['-happened_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PlanEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('listed_on', models.DateField(verbose_name='vào danh sách ngày')),
                ('to_review', models.BooleanField(default=False, verbose_name='cần rà soát vì vắng trong danh sách mới')),
                ('progress', models.CharField(blank=True, choices=[('not_started', 'Chưa bắt đầu'), ('under_way', 'Đang thực hiện'), ('done', 'Đã xong'), ('stuck', 'Vướng mắc, cần báo cáo')], max_length=20, verbose_name='tiến độ')),
                ('seen_on', models.DateField(blank=True, null=True, verbose_name='ngày xem xét gần nhất')),
                ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='ghi lúc')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='households.household')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='households.plan')),
                ('seen_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
            ],
            options={
                'verbose_name': 'hộ trong kế hoạch',
            },
        ),
        migrations.AddConstraint(
            model_name='hamlet',
            constraint=models.UniqueConstraint(fields=('commune', 'key'), name='hamlet_once_per_commune'),
        ),
        migrations.AddIndex(
            model_name='diary',
            index=models.Index(fields=['household', '-at'], name='diary_of_household'),
        ),
        migrations.AddIndex(
            model_name='household',
            index=models.Index(fields=['commune', 'sort_key'], name='household_by_commune'),
        ),
        migrations.AddIndex(
            model_name='household',
            index=models.Index(fields=['commune', 'match_key'], name='household_by_match'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.UniqueConstraint(condition=models.Q(('id_no__isnull', False)), fields=('id_no',), name='household_id_number_once', violation_error_message='Số CCCD/CMND này đã thuộc một hộ khác.'),
        ),
        migrations.AddConstraint(
            model_name='household',
            constraint=models.CheckConstraint(condition=models.Q(('id_no', ''), _negated=True), name='household_id_number_not_empty'),
        ),
        migrations.AddIndex(
            model_name='movement',
            index=models.Index(fields=['plan', 'stage', 'kind', 'counted_on'], name='movement_in_force'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_at', None), ('proposed_by', None)), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='movement_proposed_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('agreed_by', None)), models.Q(('agreed_at__isnull', False), ('agreed_by__isnull', False)), _connector='OR'), name='movement_agreed_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at', None), ('returned_by', None)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), name='movement_returned_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='movement_decided_at_and_by'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(('proposed_by', None), ('agreed_by', None), models.Q(('proposed_by', models.F('agreed_by')), _negated=True), _connector='OR'), name='movement_proposer_does_not_agree', violation_error_message='Người đề nghị không được tự đồng ý.'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', 'decided'), _negated=True), models.Q(('counted_on__isnull', False), ('from_list', True)), models.Q(('counted_on__gte', models.F('decision_on')), ('decision_on__isnull', False), models.Q(('decision_no', ''), _negated=True)), _connector='OR'), name='movement_decided_by_number_and_date', violation_error_message='Phải có số và ngày quyết định.'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['exit', 'other_decrease']), _negated=True), models.Q(('kind', 'other_decrease'), ('reason__in', ['deceased', 'moved', 'merged'])), models.Q(('kind', 'exit'), models.Q(('reason__in', ['deceased', 'moved', 'merged', '']), _negated=True)), _connector='OR'), name='movement_deaths_and_moves_are_no_exits'),
        ),
        migrations.AddConstraint(
            model_name='movement',
            constraint=models.UniqueConstraint(condition=models.Q(('stage__in', ['proposed', 'returned', 'agreed'])), fields=('household', 'plan'), name='movement_one_open_per_household', violation_error_message='Hộ này đã có một đề nghị đang xử lý.'),
        ),
        migrations.AddConstraint(
            model_name='planentry',
            constraint=models.UniqueConstraint(fields=('plan', 'household'), name='entry_once_per_plan'),
        ),
        migrations.AddConstraint(
            model_name='planentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('progress', ''), ('seen_at', None), ('seen_by', None), ('seen_on', None)), models.Q(('seen_at__isnull', False), ('seen_by__isnull', False), ('seen_on__isnull', False), models.Q(('progress', ''), _negated=True)), _connector='OR'), name='entry_seen_by_somebody_at_some_time'),
        ),
    ]
