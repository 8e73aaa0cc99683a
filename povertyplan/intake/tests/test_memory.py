"""The worst files that are let through or refused keep reading below 300 MB above idle: measured, in a process."""

import json
import subprocess
import sys

import pytest
from django.conf import settings

from .test_hostile import REFUSED, with_rows

MOST = 300  # MB above what the process has before it reads
# The parser makes room for every cell up to the last one; this is as far as a list may reach.
FAR = with_rows(b'<row r="200000"><c r="AM200000"><v>1</v></c></row>')
BLANK = b"".join(
    b'<row r="%d" s="1"><c r="A%d" s="1"/><c r="B%d" s="1"/></row>' % (n, n, n) for n in range(300, 1_048_000)
)

_CELLS = b"".join(b'<c r="%c%%d" t="inlineStr"><is><t>x</t></is></c>' % letter for letter in b"ABCDEFGHIJKLMNOPQRST")
FULL = b"".join(b'<row r="%d">' % n + _CELLS % ((n,) * 20) + b"</row>" for n in range(300, 200_000))

READ = """
import json, resource, sys
from povertyplan.intake.listing import Unreadable, read_list
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
data = open(sys.argv[1], "rb").read()
idle = peak()
try:
    said = f"{len(read_list(data, filename='danh-sach.xlsx', places=[]).rows)} rows"
except Unreadable as error:
    said = str(error)
print(json.dumps({"more": peak() - idle, "said": said}))
"""


def made(name: str) -> bytes:
    return {"far": lambda: FAR, "blank": lambda: with_rows(BLANK), "full": lambda: with_rows(FULL)}[name]()


def refused(name: str) -> bytes:
    data = REFUSED[name][0]
    return data() if callable(data) else data


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (made, "far", "177 rows"),
        (made, "blank", "177 rows"),
        (made, "full", "quá lớn để đọc"),
        (refused, "bomb of blanks", "lớn bất thường"),
        (refused, "far cell", "quá xa"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reading_stays_in_bounded_memory(tmp_path, make, name, said):
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(make(name))
    command = [sys.executable, "-c", READ, str(path)]
    told = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True, timeout=60)
    answer = json.loads(told.stdout)
    assert said in answer["said"]
    assert answer["more"] < MOST
