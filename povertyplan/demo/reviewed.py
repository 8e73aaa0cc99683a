"""What communes found when they reviewed: deprivations, income or scores where they have them, papers."""

from django.core.files.base import ContentFile

from households.models import Household, Indicator, Plan
from households.reviewing import Findings
from povertyplan.demo.documents import letter

# A need tells of a deprivation; the others follow from a household's place on the list.
BEHIND_NEED = {
    "house_repair": "housing_quality",
    "house_build": "housing_quality",
    "resettlement": "housing_area",
    "employment": "employment",
    "health": "health_insurance",
    "education": "child_schooling",
    "health_education": "health_insurance",
    "basic_service": "water_source",
}
OTHERS = ["latrine", "telecom_service", "adult_education", "dependents", "information_device"]
LINE = {"urban": 2_000_000, "rural": 1_500_000}
CUT_OFF = {"urban": 175, "rural": 140}
CHANGES = [
    "Đã sửa xong nhà ở, có nguồn nước sạch.",
    "Con lớn có việc làm ổn định, có hợp đồng lao động.",
    "Đã làm nhà tiêu hợp vệ sinh, cả hộ có thẻ bảo hiểm y tế.",
    "Chăn nuôi có lãi, đã trả xong nợ.",
]
OVERRIDE = "Con gái mới đi làm từ tháng 9, thu nhập 3 tháng tới chắc chắn vượt chuẩn; thôn đã họp và thống nhất."
STILL_POOR = 14  # the place in the last wave of a household that the numbers call poor


def record(plan: Plan) -> None:
    """Every listed household lacks three or four things: that is what made it poor."""
    indicators = {one.code: one for one in Indicator.objects.in_force(plan.issued_on)}
    listed = Household.objects.in_plan(plan).prefetch_related("needs__type").order_by("code")
    link = Household.deprivations.through
    rows = []
    for place, household in enumerate(listed):
        codes = {BEHIND_NEED[need.type.code] for need in household.needs.all() if need.type.code in BEHIND_NEED}
        codes |= {OTHERS[(place + step) % len(OTHERS)] for step in range(3 if place % 4 else 4)}
        rows += [link(household=household, indicator=indicators[code]) for code in sorted(codes)[:4]]
    link.objects.bulk_create(rows)


def findings_of(household: Household, *, outcome: str, place: int, wave: int) -> Findings:
    """What the commune found: consistent with the outcome, but once; every fourth has no numbers of income."""
    lacking = list(household.deprivations.all())
    area = household.commune.area
    if wave == 3 and place == STILL_POOR:
        return Findings(deprivations=lacking, income=LINE[area] - 150_000, override_reason=OVERRIDE)
    facts = {"deprivations": lacking[place % 3 :][: place % 3], "what_changed": CHANGES[place % len(CHANGES)]}
    if place % 4 == 3:
        return Findings(**facts)
    is_above = outcome == "above_near_poor"
    facts["income"] = LINE[area] + (150_000 + 20_000 * (place % 7)) * (1 if is_above else -1)
    if place % 4 == 1:
        facts["b1"] = CUT_OFF[area] + (5 + place % 9) * (1 if is_above else -1)
        facts["b2"] = 10 * len(facts["deprivations"])
    return Findings(**facts)


def papers(household: Household, place: int) -> list[ContentFile]:
    """Two of three proposals come with the minutes of the hamlet's meeting."""
    if place % 3 == 2:
        return []
    text = f"Cuộc họp {household.hamlet} thống nhất kết quả rà soát."
    return [ContentFile(letter("BIÊN BẢN HỌP THÔN, TỔ DÂN PHỐ", text), name="Biên bản họp.docx")]
