
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(error_messages={'unique': 'Tên đăng nhập này đã có người dùng.'}, max_length=60, unique=True, verbose_name='tên đăng nhập')),
                ('full_name', models.CharField(max_length=100, verbose_name='họ và tên')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('role', models.CharField(choices=[('commune', 'Cán bộ xã, phường'), ('agency', 'Cán bộ cơ quan, đơn vị'), ('division', 'Cán bộ Phòng LĐ-TB&XH'), ('leader', 'Lãnh đạo UBND thị xã'), ('administrator', 'Quản trị hệ thống')], max_length=20, verbose_name='vai trò')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang làm việc')),
                ('is_demo', models.BooleanField(default=False, verbose_name='tài khoản của bản chạy thử')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='tạo lúc')),
            ],
            options={
                'verbose_name': 'tài khoản',
                'ordering': ['username'],
            },
        ),
        migrations.CreateModel(
            name='AccessLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='lúc')),
                ('action', models.CharField(choices=[('sign_in', 'Đăng nhập'), ('sign_in_failed', 'Đăng nhập không thành công'), ('sign_out', 'Đăng xuất'), ('reveal_id', 'Xem số CCCD'), ('export', 'Xuất Excel'), ('import', 'Nhập danh sách'), ('open_file', 'Mở tệp đính kèm'), ('account', 'Thay đổi tài khoản'), ('table', 'Thay đổi bảng danh mục')], max_length=20, verbose_name='việc')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='đối tượng')),
                ('detail', models.CharField(blank=True, max_length=500, verbose_name='chi tiết')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL, verbose_name='người thực hiện')),
            ],
            options={
                'verbose_name': 'nhật ký truy cập',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Installation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_demo', models.BooleanField(default=False, verbose_name='bản chạy thử')),
                ('assumed_today', models.DateField(blank=True, null=True, verbose_name='ngày giả định')),
            ],
            options={
                'verbose_name': 'bản cài đặt',
                'constraints': [models.CheckConstraint(condition=models.Q(('assumed_today', None), ('is_demo', True), _connector='OR'), name='installation_day_assumed_in_demo_only')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='mã')),
                ('kind', models.CharField(choices=[('commune', 'Xã, phường'), ('agency', 'Cơ quan, đơn vị')], max_length=10, verbose_name='loại')),
                ('area', models.CharField(blank=True, choices=[('urban', 'Thành thị'), ('rural', 'Nông thôn')], max_length=10, verbose_name='khu vực')),
                ('name', models.CharField(max_length=150, verbose_name='tên đầy đủ')),
                ('short_name', models.CharField(max_length=60, verbose_name='tên ngắn')),
                ('former_names', models.CharField(blank=True, max_length=200, verbose_name='tên cũ, cách nhau bằng dấu ;')),
                ('clause', models.CharField(blank=True, max_length=20, verbose_name='mục trong kế hoạch')),
                ('is_requested', models.BooleanField(default=False, verbose_name='được đề nghị, không phải được giao')),
                ('is_division', models.BooleanField(default=False, verbose_name='cơ quan thường trực giảm nghèo')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='thứ tự')),
                ('valid_from', models.DateField(verbose_name='có từ ngày')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='đến hết ngày')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='accounts.unit', verbose_name='đơn vị kế tục')),
            ],
            options={
                'verbose_name': 'đơn vị',
                'ordering': ['kind', 'order', 'code'],
            },
        ),
        migrations.AddField(
            model_name='user',
            name='unit',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='accounts.unit', verbose_name='đơn vị'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(fields=('code', 'valid_from'), name='unit_code_once_per_period'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area__in', ['urban', 'rural']), ('kind', 'commune')), models.Q(('area', ''), ('kind', 'agency')), _connector='OR'), name='unit_area_of_communes_only', violation_error_message='Xã, phường phải có khu vực; cơ quan thì không.'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_period_forward', violation_error_message='Ngày kết thúc phải sau ngày bắt đầu.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['agency', 'commune', 'division']), ('unit__isnull', False)), models.Q(('role__in', ['administrator', 'leader']), ('unit__isnull', True)), _connector='OR'), name='user_unit_as_role_wants', violation_error_message='Cán bộ xã, cơ quan, Phòng LĐ-TB&XH phải thuộc một đơn vị; lãnh đạo và quản trị thì không.'),
        ),
    ]
