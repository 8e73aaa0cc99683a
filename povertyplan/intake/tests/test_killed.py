"""kill -9 at any moment of an import leaves all of the list or nothing of it, and the next import works."""

import signal
import subprocess
import time
from contextlib import closing

import pytest

from povertyplan.tests.processes import Database

ROWS = 2_000
MOMENTS = (0.1, 0.3, 0.5, 0.7, 0.85, 0.95)  # of the time that an import takes when nobody kills it
# Every household of this list has one of each, and two of the last two.
ONCE = "households_household households_planentry households_diary intake_importchange households_household_causes"
TWICE = "tasks_need tasks_step"

# The program says when it begins, so that no moment is lost on starting up.
IMPORT = """
import sys
import django
django.setup()
from django.core.management import call_command
print("begin", flush=True)
call_command("import_list", sys.argv[1])
"""


class Lists(Database):
    def counts(self) -> list[int]:
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            found = []
            for table in f"{ONCE} {TWICE}".split():
                cursor.execute(f"SELECT count(*) FROM {table}")
                found.append(cursor.fetchone()[0])
            return found

    def importing(self, path, url: str) -> subprocess.Popen:
        """An import that has just begun."""
        process = self.manage(url, "-c", IMPORT, str(path))
        assert process.stdout.readline().strip() == "begin"
        return process


@pytest.fixture
def database(tmp_path):
    made = Lists(tmp_path)
    made.set_up()
    yield made
    made.close()


@pytest.fixture
def big_list(tmp_path):
    """Rows enough for several tables to be written in several statements."""
    names = "STT;Họ và tên chủ hộ;Năm sinh;Giới tính;Xã/phường;Thôn/TDP;Số khẩu;Nguyên nhân nghèo;Nhu cầu hỗ trợ"
    rows = (
        f"{n};Trần Thị Số {_letters(n)};{1940 + n % 50};Nữ;Phường Tứ Hạ;Tổ dân phố {1 + n % 9};{1 + n % 6};"
        'Thiếu vốn sản xuất, kinh doanh;"Sửa chữa nhà ở; Vay vốn"'
        for n in range(1, ROWS + 1)
    )
    path = tmp_path / "danh-sach.csv"
    path.write_text("\n".join([names, *rows]), encoding="utf-8")
    return path


def _letters(number: int) -> str:
    """A name of its own for each row: digits would be taken for a slip."""
    return "".join("ABCDEGHIKL"[int(digit)] for digit in str(number)).capitalize()


NOTHING = [0] * 7
ALL = [ROWS] * 5 + [2 * ROWS] * 2


def test_an_import_killed_at_any_moment_leaves_all_or_nothing(database, big_list):
    process = database.importing(big_list, database.fresh())
    started = time.monotonic()
    told, _ = process.communicate(timeout=60)
    took = time.monotonic() - started
    assert database.counts() == ALL, told
    left = []
    for part in MOMENTS:
        process = database.importing(big_list, database.fresh())
        time.sleep(part * took)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left.append(database.counts())
    assert all(counts in (NOTHING, ALL) for counts in left), left
    assert NOTHING in left
    process = database.importing(big_list, database.named("run"))
    told, _ = process.communicate(timeout=60)
    assert process.returncode == 0, told
    assert database.counts() == ALL
