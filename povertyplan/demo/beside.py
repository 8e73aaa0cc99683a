"""What stands beside the work of the demo's weeks: filters under a name."""

from tasks.models import SavedFilter

FILTERS = [  # who keeps it, in which list, under which name, which conditions, whether for the whole unit
    ("QLDT", "needs", "Sửa nhà quá hạn", "type=house_repair&lead=QLDT&state=overdue", True),
    ("QLDT", "needs", "Tôi đang làm", "state=taken_up&officer=me", False),
    ("19996", "households", "Còn lại, chưa cập nhật", "standing=due", True),
]


def play(cast) -> None:
    for code, list, name, query, is_shared in FILTERS:
        person = cast.by_code[code]
        SavedFilter.objects.create(
            owner=person, unit=person.unit, list=list, name=name, query=query, is_shared=is_shared
        )
    for name, query in (("Chưa tiếp nhận, quá hạn", "state=take_up_overdue"), ("Y tế, giáo dục", "state=to_split")):
        SavedFilter.objects.create(
            owner=cast.division, unit=cast.division.unit, list="needs", name=name, query=query, is_shared=True
        )
