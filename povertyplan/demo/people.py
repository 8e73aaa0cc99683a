"""The demo's accounts: one person for each commune and each body, two of the division, a leader, an
administrator. All invented."""

from datetime import date

from povertyplan.accounts.models import Unit, User
from povertyplan.accounts.passwords import DEMO_PASSWORD
from povertyplan.accounts.roles import Role

# username, full name, role, code of the unit
PEOPLE = [
    ("tuha", "Lê Thị Hạnh", Role.COMMUNE, "19996"),
    ("binhtien", "Hồ Văn Tiến", Role.COMMUNE, "20035"),
    ("qldt", "Trần Văn Kiến", Role.AGENCY, "QLDT"),
    ("nhcsxh", "Phan Thị Tín", Role.AGENCY, "NHCSXH"),
    ("ldtbxh", "Nguyễn Thị Thu", Role.DIVISION, "LDTBXH"),
    ("lanhdao", "Đỗ Quang Minh", Role.LEADER, None),
    ("quantri", "Võ Văn Quản", Role.ADMINISTRATOR, None),
    ("ldtbxh2", "Hoàng Văn Soát", Role.DIVISION, "LDTBXH"),
    ("huongvaan", "Nguyễn Văn Lành", Role.COMMUNE, "20008"),
    ("huongvawn", "Châu Thị Nhất", Role.COMMUNE, "20011"),
    ("huongxuan", "Ngô Thị Xuân", Role.COMMUNE, "20017"),
    ("huongchu", "Bùi Văn Chữ", Role.COMMUNE, "20020"),
    ("huongtoan", "Phạm Thị Toàn", Role.COMMUNE, "20005"),
    ("huongbinh", "Mai Văn Bình", Role.COMMUNE, "20026"),
    ("binhthanh", "Đặng Thị Thanh", Role.COMMUNE, "20041"),
    ("gdnn", "Lương Văn Nghề", Role.AGENCY, "GDNN_GDTX"),
    ("kinhte", "Huỳnh Văn Nông", Role.AGENCY, "KINH_TE"),
    ("tckh", "Cao Thị Toán", Role.AGENCY, "TC_KH"),
    ("noivu", "Tôn Thất Vụ", Role.AGENCY, "NOI_VU"),
    ("ttyt", "Trương Thị Lành", Role.AGENCY, "TTYT"),
    ("gddt", "Văn Đình Học", Role.AGENCY, "GDDT"),
    ("vhtt", "Dương Thị Văn", Role.AGENCY, "VHTT"),
    ("ttvhtt", "Lý Văn Thao", Role.AGENCY, "TT_VHTT"),
    ("tnmt", "Đoàn Văn Đất", Role.AGENCY, "TNMT"),
    ("mttq", "Hà Thị Đoàn", Role.AGENCY, "MTTQ"),
]


def make_accounts(day: date) -> list[User]:
    """The accounts that are not there yet, in the units of `day`; returns all of the demo's."""
    for username, full_name, role, code in PEOPLE:
        if not User.objects.filter(username=username).exists():
            unit = Unit.objects.on(day).get(code=code) if code else None
            User.objects.create_user(username, DEMO_PASSWORD, full_name=full_name, role=role, unit=unit, is_demo=True)
    return list(User.objects.filter(is_demo=True).select_related("unit").order_by("pk"))
