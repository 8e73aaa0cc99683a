"""Who is of working age: from 15 (Bộ luật Lao động 2019, article 3) until the age of retirement of the year.

Nghị định 135/2020/NĐ-CP, article 4: in 2021 men retire at 60 years and 3 months, women at 55 years and
4 months; each year it is three and four months later, until 62 years for men (2028) and 60 for women (2035).
"""

from datetime import date

from households.models.person import Person, Sex

FROM_AGE = 15
FIRST_YEAR = 2021


def retires_at(sex: str, year: int) -> int:
    """In months. Of somebody whose sex is not known, the later of the two ages."""
    since = max(year - FIRST_YEAR, 0)
    if sex == Sex.FEMALE:
        return min(55 * 12 + 4 + 4 * since, 60 * 12)
    return min(60 * 12 + 3 + 3 * since, 62 * 12)


def is_of_working_age(person: Person, day: date) -> bool | None:
    """None where nobody knows when they were born. With the year alone, the year alone counts."""
    if (age := person.age_on(day)) is None:
        return None
    months = age * 12
    if person.birth_on:
        months = (day.year - person.birth_on.year) * 12 + day.month - person.birth_on.month
    return age >= FROM_AGE and months <= retires_at(person.sex, day.year)
