"""What is odd about one person but possible: the pages warn, and whoever knows better overrules them.

Pure functions over persons, saved or not. Sources: domain.md 3.3 (digits 4 to 6 of a CCCD) and 9.2 (relation
against sex, ages); Luật Hôn nhân và gia đình 2014, article 8 (men marry from 20, women from 18); Quyết định
1351/QĐ-BHXH 2015 (the fifteen characters of a health insurance card; the newer cards show the last ten alone).
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

from households.id_numbers import disagreement
from households.models.person import Answer, Person, Schooling, Sex, Work
from povertyplan.vietnamese import tidy

OLDEST = 110
YOUNGEST_HEAD = 15
MARRIES = {Sex.MALE: 20, Sex.FEMALE: 18, "": 18}
PARENT = 13  # years between a child and the younger of its parents, at the very least
WORKS_FROM = 15
RETIRES_ABOUT = 62

# The first word of a relation, or the first two, and the sex that goes with it.
WOMEN = "vợ mẹ má bà cô dì thím mợ chị dâu|con gái|con dâu|cháu gái|em gái|chị gái|chị dâu|em dâu|vợ lẽ"
MEN = "chồng bố cha ba ông chú bác trai cậu dượng anh rể|con trai|con rể|cháu trai|em trai|anh trai|anh rể|em rể"
SPOUSES = frozenset({"vợ", "chồng"})
CHILDREN = frozenset({"con"})
PARENTS = frozenset({"bố", "cha", "ba", "mẹ", "má"})

# From and to which age somebody may well be at a school of this kind.
AGES: dict[str, tuple[int, int]] = {
    Schooling.PRESCHOOL: (1, 7),
    Schooling.PRIMARY: (5, 16),
    Schooling.LOWER_SECONDARY: (10, 20),
    Schooling.UPPER_SECONDARY: (14, 24),
    Schooling.VOCATIONAL: (15, 60),
    Schooling.COLLEGE: (17, 60),
}
CARD = re.compile(r"[A-Z]{2}[1-5]\d{2}\d{10}|\d{10}")


def oddities(person: Person, *, head: Person, today: date) -> list[str]:
    """In words, each with what to look at; none about what is unknown. `head`: of the household, as told now."""
    found = [text for check in CHECKS for text in check(person, today)]
    return found if person.is_head else [*found, *_beside_the_head(person, head)]


def card_is_odd(number: str) -> bool:
    """Whether this is neither a card's fifteen characters nor the ten digits of the newer ones."""
    return CARD.fullmatch(number) is None


def tidy_card(text: str) -> str:
    """A card's number without the blanks and dashes that people group it with, in capitals."""
    return re.sub(r"[\s.\-]", "", text).upper()


def sex_of(relation: str) -> str:
    """The sex that a relation tells ("vợ", "con dâu"), or "" where it may be either."""
    words = tidy(relation).lower().split()
    for told in (" ".join(words[:2]), *words[:1]):
        if told in _told(WOMEN):
            return Sex.FEMALE
        if told in _told(MEN):
            return Sex.MALE
    return ""


def _told(table: str) -> frozenset[str]:
    first, *pairs = table.split("|")
    return frozenset([*first.split(), *pairs])


def _first_word(relation: str) -> str:
    return next(iter(tidy(relation).lower().split()), "")


def _number(person: Person, today: date) -> Iterator[str]:
    if person.id_no and (odd := disagreement(person.id_no, sex=person.sex, birth_year=person.birth_year)):
        yield odd


def _relation(person: Person, today: date) -> Iterator[str]:
    told = sex_of(person.relation)
    if told and person.sex and told != person.sex:
        yield f"Quan hệ «{person.relation}» thường là {Sex(told).label.lower()}; giới tính đang ghi thì khác."


def _age(person: Person, today: date) -> Iterator[str]:
    age = person.age_on(today)
    if age is None:
        return
    if age > OLDEST:
        yield f"{age} tuổi; hãy kiểm tra năm sinh."
    if person.is_head and age < YOUNGEST_HEAD:
        yield f"Chủ hộ mới {age} tuổi."
    if _first_word(person.relation) in SPOUSES and age < MARRIES.get(person.sex, 18):
        yield f"Quan hệ «{person.relation}» mà mới {age} tuổi."


def _insurance(person: Person, today: date) -> Iterator[str]:
    if person.insurance_no and card_is_odd(person.insurance_no):
        yield "Số thẻ BHYT thường có 15 ký tự, ví dụ HN2464620123456, hoặc chỉ 10 chữ số cuối."
    if person.insurance == Answer.YES and person.insured_until and person.insured_until < today:
        yield f"Thẻ BHYT đã hết hạn ngày {person.insured_until:%d/%m/%Y}."
    if person.insurance != Answer.YES and (person.insurance_no or person.insured_until):
        yield "Có số thẻ hoặc hạn thẻ BHYT mà chưa ghi là có thẻ."


def _schooling(person: Person, today: date) -> Iterator[str]:
    age = person.age_on(today)
    if age is not None and person.schooling in AGES:
        youngest, oldest = AGES[person.schooling]
        if not youngest <= age <= oldest:
            yield f"{age} tuổi mà đang học {Schooling(person.schooling).label.lower()}."
    if person.tuition and person.schooling == Schooling.NONE:
        yield "Không đi học mà có ghi về miễn giảm học phí."


def _work(person: Person, today: date) -> Iterator[str]:
    age = person.age_on(today)
    if age is not None and age < WORKS_FROM and person.work not in {"", Work.NONE}:
        yield f"{age} tuổi mà ghi về việc làm."
    if person.wants_training == Answer.YES:
        if age is not None and not WORKS_FROM <= age <= RETIRES_ABOUT:
            yield f"{age} tuổi mà muốn học nghề."
        if person.work == Work.UNABLE:
            yield "Không còn khả năng lao động mà muốn học nghề."


def _beside_the_head(person: Person, head: Person) -> Iterator[str]:
    """A child is younger than its parent, and a wife's husband is no woman."""
    word = _first_word(person.relation)
    if word in SPOUSES and person.sex and person.sex == head.sex:
        yield f"Quan hệ «{person.relation}» mà cùng giới tính với chủ hộ."
    if person.birth_year is None or head.birth_year is None:
        return
    years = person.birth_year - head.birth_year
    if word in CHILDREN and years < PARENT:
        apart = f"chỉ kém chủ hộ {years} tuổi" if years > 0 else "không ít tuổi hơn chủ hộ"
        yield f"Quan hệ «{person.relation}» mà {apart}."
    if word in PARENTS and -years < PARENT:
        yield f"Quan hệ «{person.relation}» mà không nhiều hơn chủ hộ đủ tuổi."


CHECKS: tuple[Callable[[Person, date], Iterator[str]], ...] = (_number, _relation, _age, _insurance, _schooling, _work)
