"""Which household a row is: by code, by number, by name; and when a person has to be asked."""

import pytest

from povertyplan.intake.held import Held, hamlet_key
from povertyplan.intake.matching import Elsewhere, match
from povertyplan.intake.records import Layout, ListedHousehold
from povertyplan.vietnamese import matching_key


def held(pk, head, *, code="", commune="19996", hamlet="Thôn 1", year=1950, id_no=None, old=None):
    return Held(
        pk, code or f"{commune}-{pk:04d}", commune, hamlet, hamlet_key(hamlet), head, matching_key(head),
        "M", year, None, id_no, old, "Kinh", 3, "", 1, entry=pk,
    )  # fmt: skip


def row(number, head, *, code="", commune="19996", hamlet="Thôn 1", year=1950, id_no=None, old=None):
    return ListedHousehold(
        "DS", number, Layout(columns={"head": "B", "id_no": "E"}), head=head, code=code, commune=commune,
        hamlet=hamlet, birth_year=year, id_no=id_no, old_id_no=old,
    )  # fmt: skip


AN = held(1, "Nguyễn Văn An", id_no="046050000001", old="191000001")
BA = held(2, "Lê Thị Bá", year=1960)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (row(5, "Tên Khác", code="19996-0001", year=1999), AN),
        (row(5, "Nguyễn Văn Ân", id_no="046050000001"), AN),
        (row(5, "Nguyễn Văn An", id_no="191000001"), AN),
        (row(5, "Nguyễn Văn An", old="191000001"), AN),
        (row(5, "NGUYỄN VĂN AN"), AN),
        (row(5, "Lê Thị Bá", year=1960, id_no="046160000009"), BA),
        (row(5, "Lê Thị Bá", year=None), BA),
        (row(5, "Lê Thị Bá", year=1960, hamlet="THÔN 01"), BA),
        (row(5, "Lê Thị Bá", year=1961), None),
        (row(5, "Lê Thị Bà", year=1960), None),
        (row(5, "Lê Thị Bá", year=1960, hamlet="Thôn 2"), None),
        (row(5, "Lê Thị Bá", year=1960, commune="20008"), None),
    ],
)
def test_code_then_number_then_place_name_and_year(told, found):
    matches = match([told], [AN, BA])
    assert matches.pairs == [found]
    assert not [one for one in matches.problems if one.blocks]


def test_tone_placement_is_no_difference_of_names():
    assert match([row(5, "Trần Thị Hoà", year=1970)], [held(3, "Trần Thị Hòa", year=1970)]).pairs[0].pk == 3


def test_two_candidates_are_asked_about_with_both_codes():
    matches = match(
        [row(5, "Hồ Thị Mai", year=None)], [held(3, "Hồ Thị Mai", year=1950), held(4, "Hồ Thị Mai", year=1960)]
    )
    assert matches.pairs == [None]
    (problem,) = matches.problems
    assert problem.blocks
    assert problem.cell == "B5"
    assert "19996-0003" in problem.message
    assert "19996-0004" in problem.message


def test_a_code_and_a_number_of_two_households_are_asked_about():
    matches = match([row(5, "Lê Thị Bá", code="19996-0002", id_no="046050000001")], [AN, BA])
    assert [one.kind for one in matches.problems] == ["two_candidates"]


def test_namesakes_with_their_own_years_stay_two():
    namesakes = [held(3, "Huỳnh Thị Hương", year=1990), held(4, "Huỳnh Thị Hương", year=1942)]
    rows = [row(5, "Huỳnh Thị Hương", year=1942), row(6, "Huỳnh Thị Hương", year=1990)]
    assert [one.pk for one in match(rows, namesakes).pairs] == [4, 3]


def test_a_namesake_of_the_same_year_is_new_when_the_other_is_in_the_list_too():
    rows = [row(5, "Nguyễn Văn An", id_no="046050000001"), row(6, "Nguyễn Văn An", id_no="046050000002")]
    matches = match(rows, [AN])
    assert matches.pairs == [AN, None]
    assert not matches.problems


def test_another_full_number_for_the_same_name_is_asked_about():
    (problem,) = match([row(6, "Nguyễn Văn An", id_no="046050000002")], [AN]).problems
    assert problem.blocks
    assert "046050" not in problem.message + problem.value


def test_two_rows_of_one_household_block_both():
    rows = [row(5, "Nguyễn Văn An", code="19996-0001"), row(9, "Nguyễn Văn An", id_no="046050000001")]
    problems = match(rows, [AN]).problems
    assert [(one.row, one.kind, one.blocks) for one in problems] == [
        (5, "same_household", True),
        (9, "same_household", True),
    ]


def test_a_number_held_in_another_commune_is_never_moved_silently():
    away = Elsewhere("20008-0001", "20008", "046050000007", None)
    (problem,) = match([row(5, "Lê Văn Tư", id_no="046050000007")], [AN], [away]).problems
    assert (problem.kind, problem.blocks) == ("other_commune", True)
    assert "20008" not in problem.message  # the account may not see the other commune


def test_a_household_whose_row_names_another_commune_is_a_question():
    van, vân = held(3, "Hồ Văn Ba", commune="20011"), row(5, "Hồ Văn Ba", commune="20008", code="20011-0003")
    matches = match([vân], [van])
    assert matches.pairs == [None]
    assert matches.problems[0].blocks


def test_a_number_that_belongs_to_quite_another_person_is_pointed_out():
    matches = match([row(5, "Phan Thị Út", year=1999, id_no="046050000001")], [AN])
    assert matches.pairs == [AN]
    assert [(one.kind, one.blocks) for one in matches.problems] == [("other_person", False)]


def test_of_other_communes_nothing_is_said_when_only_one_is_let_in():
    away = Elsewhere("20008-0001", "20008", "046050000007", None)
    matches = match([row(5, "Lê Văn Tư", commune="20008", id_no="046050000007")], [AN], [away], only="19996")
    assert matches.pairs == [None]
    assert not matches.problems


def test_a_code_that_we_do_not_know_is_said_and_the_name_tried():
    matches = match([row(5, "Lê Thị Bá", year=1960, code="19996-7777")], [AN, BA])
    assert matches.pairs == [BA]
    assert [(one.kind, one.blocks) for one in matches.problems] == [("unknown_code", False)]


@pytest.mark.parametrize(
    ("one", "other"), [("TDP 05", "Tổ dân phố 5"), ("Thôn 03", "THÔN 3"), ("TDP  Sơn Công", "Tổ dân phố Sơn Công")]
)
def test_hamlets_are_the_same_however_they_are_written(one, other):
    assert hamlet_key(one) == hamlet_key(other)


def test_hamlets_of_different_kinds_are_not_mixed():
    assert hamlet_key("Thôn 5") != hamlet_key("Tổ dân phố 5")
    assert hamlet_key("Thôn 1") != hamlet_key("Thôn 10")
