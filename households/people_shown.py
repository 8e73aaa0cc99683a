"""People in words, as the page of a household and its card tell them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from households.models import Household
from households.models.person import Answer, Person, Schooling


@dataclass(frozen=True)
class PersonShown:
    """One person. Words are empty where nothing is known, and numbers are masked."""

    person: Person
    name: str
    relation: str
    sex: str
    born: str
    id_no: str
    insurance: str
    is_insured: bool | None  # None: nobody has asked
    situation: str
    groups: str


def people_shown(household: Household, on: date) -> list[PersonShown]:
    """Everybody who lives there on `on`, the head first."""
    return [shown(person, on) for person in household.people(on)]


def shown(person: Person, on: date) -> PersonShown:
    return PersonShown(
        person=person,
        name=person.name,
        relation=person.relation,
        sex=person.get_sex_display(),
        born=f"{person.birth_on:%d/%m/%Y}" if person.birth_on else str(person.birth_year or ""),
        id_no=person.masked_id,
        insurance=insurance_words(person, on),
        is_insured=person.is_insured_on(on),
        situation=_sentence(situation_words(person)),
        groups=_sentence(group_words(person)),
    )


def insurance_words(person: Person, on: date) -> str:
    """ "Có, đến 31/12/2022", "Hết hạn 31/12/2021", "Không có", or nothing."""
    match person.is_insured_on(on):
        case None:
            return ""
        case True:
            return f"Có, đến {person.insured_until:%d/%m/%Y}" if person.insured_until else "Có"
        case False:
            has_expired = person.insurance == Answer.YES
            return f"Hết hạn {person.insured_until:%d/%m/%Y}" if has_expired else "Không có"


def situation_words(person: Person) -> Iterable[str]:
    """Where they learn, how they work, what they want to learn."""
    if person.is_pupil:
        yield f"đang học {Schooling(person.schooling).label.lower()}"
        if person.tuition:
            yield "được giảm học phí" if person.tuition == Answer.YES else "chưa được giảm học phí"
    if person.work:
        yield person.get_work_display().lower()
    if person.wants_training == Answer.YES:
        wish = f"muốn học nghề {person.training_wish}".strip()
        yield f"{wish}, đã được đào tạo {person.trained_on:%d/%m/%Y}" if person.trained_on else wish


def group_words(person: Person) -> Iterable[str]:
    if person.ethnicity:
        yield f"dân tộc {person.ethnicity}"
    if person.disability:
        yield f"khuyết tật {person.get_disability_display().lower()}"
    if person.merit:
        yield "người có công"


def _sentence(words: Iterable[str]) -> str:
    text = "; ".join(words)
    return text[:1].upper() + text[1:]
