
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
            name='NeedType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=30, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=100, verbose_name='tên')),
                ('short_name', models.CharField(max_length=40, verbose_name='tên ngắn')),
                ('group', models.CharField(choices=[('housing', 'Nhà ở, tái định cư'), ('livelihood', 'Con giống, cây giống, đất sản xuất, việc làm, dịch vụ xã hội cơ bản')], max_length=20, verbose_name='nhóm')),
                ('clause', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
                ('take_up_days', models.PositiveSmallIntegerField(default=7, verbose_name='số ngày để tiếp nhận')),
                ('deliver_days', models.PositiveSmallIntegerField(default=60, verbose_name='số ngày để hỗ trợ')),
                ('order', models.PositiveSmallIntegerField(verbose_name='thứ tự')),
                ('coordinators', models.ManyToManyField(blank=True, related_name='+', to='accounts.unit', verbose_name='cơ quan phối hợp')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='cơ quan chủ trì')),
                ('splits_into', models.ManyToManyField(blank=True, to='tasks.needtype', verbose_name='phải tách thành')),
                ('suggestion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='gợi ý chủ trì')),
            ],
            options={
                'verbose_name': 'loại nhu cầu',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='Need',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('detail', models.CharField(blank=True, max_length=300, verbose_name='cụ thể')),
                ('state', models.CharField(choices=[('unrouted', 'Chờ phân công'), ('refused', 'Bị trả lại, chờ phân công lại'), ('routed', 'Chờ tiếp nhận'), ('taken_up', 'Đang thực hiện'), ('delivered', 'Đã hỗ trợ, chờ xã xác nhận'), ('confirmed', 'Đã hoàn thành'), ('split', 'Đã tách'), ('withdrawn', 'Không còn nhu cầu')], max_length=12, verbose_name='trạng thái')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='hạn hoàn thành')),
                ('listed_on', models.DateField(verbose_name='có từ ngày')),
                ('moved_at', models.DateTimeField(verbose_name='chuyển trạng thái lúc')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='xã, phường')),
                ('coordinators', models.ManyToManyField(blank=True, related_name='coordinated_needs', to='accounts.unit', verbose_name='cơ quan phối hợp')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='needs', to='households.household', verbose_name='hộ')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='households.indicator', verbose_name='chỉ số thiếu hụt')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_needs', to='accounts.unit', verbose_name='cơ quan chủ trì')),
                ('officer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='needs', to=settings.AUTH_USER_MODEL, verbose_name='cán bộ phụ trách')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='tasks.need', verbose_name='tách từ')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='households.plan')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='needs', to='tasks.needtype', verbose_name='loại nhu cầu')),
            ],
            options={
                'verbose_name': 'nhu cầu',
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IndicatorLead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clause', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='households.indicator', verbose_name='chỉ số thiếu hụt')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit', verbose_name='gợi ý chủ trì')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='indicator_leads', to='tasks.needtype', verbose_name='loại nhu cầu')),
            ],
            options={
                'verbose_name': 'gợi ý chủ trì theo chỉ số',
                'ordering': ['type__order', 'indicator__order'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=12, verbose_name='việc')),
                ('from_state', models.CharField(blank=True, choices=[('unrouted', 'Chờ phân công'), ('refused', 'Bị trả lại, chờ phân công lại'), ('routed', 'Chờ tiếp nhận'), ('taken_up', 'Đang thực hiện'), ('delivered', 'Đã hỗ trợ, chờ xã xác nhận'), ('confirmed', 'Đã hoàn thành'), ('split', 'Đã tách'), ('withdrawn', 'Không còn nhu cầu')], max_length=12, verbose_name='từ')),
                ('to_state', models.CharField(choices=[('unrouted', 'Chờ phân công'), ('refused', 'Bị trả lại, chờ phân công lại'), ('routed', 'Chờ tiếp nhận'), ('taken_up', 'Đang thực hiện'), ('delivered', 'Đã hỗ trợ, chờ xã xác nhận'), ('confirmed', 'Đã hoàn thành'), ('split', 'Đã tách'), ('withdrawn', 'Không còn nhu cầu')], max_length=12, verbose_name='đến')),
                ('on', models.DateField(verbose_name='ngày')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='tasks.need')),
            ],
            options={
                'verbose_name': 'bước xử lý',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='ngày')),
                ('what', models.CharField(max_length=200, verbose_name='nội dung hỗ trợ')),
                ('kind', models.CharField(choices=[('grant', 'Hỗ trợ tiền'), ('in_kind', 'Hỗ trợ hiện vật'), ('service', 'Dịch vụ, công lao động'), ('referral', 'Giới thiệu, kết nối'), ('loan', 'Cho vay')], max_length=10, verbose_name='hình thức')),
                ('source', models.CharField(blank=True, choices=[('central', 'Ngân sách Trung ương'), ('local', 'Ngân sách địa phương'), ('mobilised', 'Vận động, Quỹ Vì người nghèo'), ('credit', 'Tín dụng chính sách (NHCSXH)')], max_length=10, verbose_name='nguồn')),
                ('amount', models.DecimalField(blank=True, decimal_places=0, max_digits=14, null=True, verbose_name='số tiền (đồng)')),
                ('quantity', models.DecimalField(blank=True, decimal_places=2, max_digits=10, null=True, verbose_name='số lượng')),
                ('quantity_unit', models.CharField(blank=True, max_length=30, verbose_name='đơn vị tính')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='ghi chú')),
                ('recorded_at', models.DateTimeField(verbose_name='ghi lúc')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='measures', to='accounts.unit', verbose_name='đơn vị hỗ trợ')),
                ('need', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='tasks.need', verbose_name='nhu cầu')),
            ],
            options={
                'verbose_name': 'hỗ trợ',
                'ordering': ['-on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gte', 0), _connector='OR'), name='measure_amount_not_negative', violation_error_message='Số tiền không được âm.'), models.CheckConstraint(condition=models.Q(('quantity', None), ('quantity__gt', 0), _connector='OR'), name='measure_quantity_positive', violation_error_message='Số lượng phải lớn hơn 0.'), models.CheckConstraint(condition=models.Q(('amount', None), models.Q(('source', ''), _negated=True), _connector='OR'), name='measure_money_has_source', violation_error_message='Có số tiền thì phải chọn nguồn.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'loan'), ('source', 'credit')), models.Q(models.Q(('kind', 'loan'), _negated=True), models.Q(('source', 'credit'), _negated=True)), _connector='OR'), name='measure_loans_are_credit', violation_error_message='Cho vay đi với nguồn tín dụng chính sách, và chỉ cho vay mới dùng nguồn này.')],
            },
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['commune', 'plan', 'state'], name='need_by_commune'),
        ),
        migrations.AddIndex(
            model_name='need',
            index=models.Index(fields=['lead', 'plan', 'state', 'due_on'], name='need_by_lead'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['unrouted', 'refused', 'split', 'withdrawn']), ('lead__isnull', False), _connector='OR'), name='need_led_by_somebody', violation_error_message='Nhu cầu đã phân công phải có cơ quan chủ trì.'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['unrouted', 'refused']), _negated=True), ('lead', None), _connector='OR'), name='need_in_queue_has_no_lead'),
        ),
        migrations.AddConstraint(
            model_name='need',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['split', 'withdrawn']), _negated=True), fields=('household', 'plan', 'type'), name='need_once_per_household', violation_error_message='Hộ này đã có nhu cầu cùng loại.'),
        ),
        migrations.AddConstraint(
            model_name='indicatorlead',
            constraint=models.UniqueConstraint(fields=('type', 'indicator'), name='indicator_lead_once', violation_error_message='Chỉ số này đã có gợi ý cho loại nhu cầu đó.'),
        ),
        migrations.AddIndex(
            model_name='step',
            index=models.Index(fields=['need', 'on'], name='step_of_need'),
        ),
    ]
