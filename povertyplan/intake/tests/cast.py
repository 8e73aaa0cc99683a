"""The town of the tests: its nine wards and communes, and a short way to read a list."""

from pathlib import Path

from povertyplan.intake.listing import ListRead, Place, read_list

PLACES = (
    Place("19996", "Tứ Hạ", "Phường"),
    Place("20008", "Hương Vân", "Phường"),
    Place("20011", "Hương Văn", "Phường"),
    Place("20017", "Hương Xuân", "Phường"),
    Place("20020", "Hương Chữ", "Phường"),
    Place("20005", "Hương Toàn", "Xã"),
    Place("20026", "Hương Bình", "Xã"),
    Place("20035", "Bình Tiến", "Xã", ("Bình Điền", "Hồng Tiến")),
    Place("20041", "Bình Thành", "Xã"),
)
DATA = Path(__file__).parent / "data"


def read(data: bytes, filename: str = "danh-sach.xlsx", **options) -> ListRead:
    """The list as read for this town."""
    return read_list(data, filename=filename, places=PLACES, **options)


def read_sample(name: str) -> ListRead:
    """One of the sample files."""
    return read((DATA / name).read_bytes(), name)
