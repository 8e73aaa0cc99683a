"""Every address, as every role and as a stranger with another unit's ids. An address that is not listed fails.

Unseen is 404, forbidden is 403, signed out is sent to sign in; and nobody ever gets a 500.
"""

import inspect

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from povertyplan.accounts.roles import ALLOWED, Role

FOR_STRANGERS = {"login", "logout", "health"}

# Which object of Tứ Hạ stands in an address, by the first word of its name. None: no object.
OBJECT_OF = {
    "household": ["household"],
    "exit": ["movement"],
    "need": ["need"],
    "measure": ["measure"],
    "submission": ["obligation"],
    "import": ["batch"],
    "account": ["person"],
    "question": ["question"],
    "table": ["table"],
    "evidence": ["evidence"],
    "follow": ["exit"],
    "risk": ["flag"],
    "document": ["paper"],
    "saved": ["saved"],
    "notice": ["notice"],
    "deadline": ["deadline"],
    "period": ["period"],
    "further": ["further"],
    "decision": ["decision"],
    "movement": ["movement"],
}


# These take one version of what was handed in.
OF_A_VERSION = {f"submission_{name}" for name in ("accept", "return", "file", "receipt", "document")}


def addresses():
    """(name, keywords, view) of every address of the product, included ones too."""

    def walk(patterns, before=""):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, before)
            else:
                yield pattern.name, tuple(pattern.pattern.converters), pattern.callback

    return list(walk(get_resolver().url_patterns))


LIST = """STT;Họ và tên chủ hộ;Năm sinh;Giới tính;Thôn/TDP;Số khẩu;Nguyên nhân nghèo
1;Phạm Thị Danh Sách;1961;Nữ;Tổ dân phố 1;2;Không có lao động
""".encode()

ADDRESSES = [pytest.param(*address, id=address[0]) for address in addresses()]


@pytest.fixture
def world(officer, division, a_household, plan, client_of):
    """One of everything, all of Tứ Hạ."""
    from django.core.files.base import ContentFile

    from households import changes, watching
    from households.models import Decision, Member, Movement
    from povertyplan import clock
    from povertyplan.intake import importing
    from povertyplan.tests.pictures import a_photo
    from reports import further, issuing, submitting
    from reports.documents import asking
    from reports.documents.kinds import KINDS, Form
    from reports.documents.orders import Order
    from reports.drafting import texts
    from reports.drafting.making import make
    from reports.drafting.preparing import open_draft, open_town_draft
    from reports.models import Letterhead, Notice
    from tasks import measure_files, questions
    from tasks.models import Measure, NeedType, SavedFilter

    household = a_household(needs=["house_repair"], id_no="046070012345")
    need = household.needs.get()
    member = Member.objects.create(household=household, name="Lê Thị Vợ", relation="vợ")
    event = changes.arrive(household, kind="born", facts={"name": "Lê Văn Bé"}, on=plan.issued_on, by=officer)
    movement = changes.propose_exit(
        household, plan=plan, reason="supported", on=plan.issued_on, evidence="Biên bản", by=officer
    )
    [evidence] = changes.attach(movement, files=[ContentFile(b"%PDF-1.4 bien ban", name="bien-ban.pdf")], by=officer)
    exit = Movement.objects.create(
        household=a_household(head="Hồ Thị Đã Thoát"), plan=plan, kind="exit", reason="supported", stage="decided",
        happened_on=plan.issued_on, counted_on=plan.issued_on, decided_at=movement.proposed_at, decided_by=division,
        decision=Decision.objects.numbered(officer.unit, "1/QĐ-UBND", plan.issued_on),
    )  # fmt: skip
    decision = changes.open_decision(officer.unit, number="1/QĐ-UBND", signed_on=plan.issued_on, by=division,
        file=ContentFile(b"%PDF-1.4 quyet dinh", name="quyet-dinh.pdf"))  # fmt: skip
    flag = watching.raise_flag(exit.household, kind="illness", on=plan.issued_on, note="Nằm viện", by=officer)
    obligation = plan.obligations.get(unit=officer.unit, kind="plan")
    paper = open_draft(obligation, clock.today()).prepared
    submission = submitting.submit(
        obligation,
        by=officer,
        document_no="05/KH-UBND",
        document_on=plan.issued_on,
        made=make(paper, by=officer, made_at=clock.now()),
        file=ContentFile(b"%PDF-1.4 noi dung", name="ke-hoach.pdf"),
    )
    batch = importing.import_file(LIST, filename="danh-sach.csv", plan=plan, by=officer, commune=officer.unit)
    measure = Measure.objects.create(
        need=need, on=plan.issued_on, what="Tôn lợp", kind="in_kind", unit=officer.unit,
        recorded_at=movement.proposed_at, recorded_by=officer,
    )  # fmt: skip
    [measure_file] = measure_files.attach(measure, files=[a_photo()], shows="after", by=officer)
    order = Order(KINDS["needs"], plan, clock.today(), unit=officer.unit, by=officer)
    made = asking.ask(order, Form.DOCX)
    monthly = further.ask_for(
        plan, name="Số liệu tháng", every="month", who="all", starts_on=plan.issued_on, ends_on=plan.finish_on,
        due_days=5, by=division,
    )  # fmt: skip
    notice = Notice.objects.create(
        user=officer, kind="owed", matter="1", text="Nộp kế hoạch", path="/submissions/", on=plan.issued_on,
        at=clock.now(),
    )  # fmt: skip
    Letterhead.objects.filter(unit=None).update(signer="Trần Đình Thuận")
    texts.write_for_the_town(plan, changed=[], offered={}, by=division, paper=texts.Paper("312", plan.issued_on, 0))
    town_paper = make(open_town_draft(plan, clock.today()).prepared, by=division, made_at=clock.now())
    town_report = issuing.issue(plan, made=town_paper, by=division)
    question = questions.ask(plan=plan, household=household, text="Chưa rõ mức hỗ trợ sửa nhà.", by=officer)
    saved = SavedFilter.objects.create(
        owner=officer, unit=officer.unit, list="needs", name="Sửa nhà", query="type=house_repair", is_shared=True
    )
    return {
        "exit": exit, "flag": flag, "saved": saved, "decision": decision,
        "household": household, "need": need, "member": member, "movement": movement, "obligation": obligation,
        "submission": submission, "batch": batch, "person": officer, "measure": measure, "question": question,
        "measure_file": measure_file,
        "table": NeedType.objects.first(), "evidence": evidence, "event": event, "paper": made,
        "notice": notice, "further": monthly, "period": monthly.periods.last(),
        "deadline": plan.deadlines.get(kind="plan"),
        "town_report": town_report,
    }  # fmt: skip


def address_of(name: str, keywords: tuple[str, ...], world: dict) -> str:
    """The address with Tứ Hạ's object in it; KeyError for a keyword that this table does not know."""
    values = {
        "code": world["household"].code,
        "name": "need-types",
        "verb": "remark",
        "submission_pk": world["submission"].pk,
        "version": world["submission"].version,
        "ending": "docx",
        "kind_code": "needs",
        "member_pk": world["member"].pk,
        "measure_pk": world["measure"].pk,
        "file_pk": world["measure_file"].pk,
        "kind": "died",
        "target": "insurance",
        "token": "khong-con-giu",
        "year": 2022,
        "unit_code": world["obligation"].unit.code,
    }
    if "pk" in keywords:
        if name.startswith("household_member"):
            values["pk"] = world["member"].pk
        elif name.startswith("household_event"):
            values["pk"] = world["event"].pk
        elif name in OF_A_VERSION:
            values["pk"] = world["submission"].pk
        else:
            values["pk"] = world[OBJECT_OF[name.split("_")[0].removesuffix("s")][0]].pk
    return reverse(name, kwargs={keyword: values[keyword] for keyword in keywords})


def people(fixtures: dict) -> dict[str, object]:
    return {role: fixtures[role] for role in Role.values}


@pytest.fixture
def one_of_each_role(officer, housing, division, leader, administrator):
    return dict(zip(Role.values, (officer, housing, division, leader, administrator), strict=True))


@pytest.mark.parametrize(("name", "keywords", "view"), ADDRESSES)
def test_every_view_names_its_right(name, keywords, view):
    assert name, "every address has a name"
    assert name in FOR_STRANGERS or hasattr(view, "permissions"), f"{name} says not who may use it"


def at_every_address(test):
    """`test(name, keywords, view, …)` at every address, each in the world as it was made; all that is wrong is told.

    The world is made once for all of them, which is what takes long.
    """
    fixtures = [name for name in inspect.signature(test).parameters if name not in {"name", "keywords", "view"}]

    def everywhere(**given):
        wrong = {}
        for address in addresses():
            try:
                with transaction.atomic():
                    test(*address, **given)
                    transaction.set_rollback(True)
            except Exception as error:
                wrong[address[0]] = f"{type(error).__name__}: {error}"
        assert not wrong, "\n".join(f"{name}: {why}" for name, why in wrong.items())

    keyword = inspect.Parameter.KEYWORD_ONLY
    everywhere.__signature__ = inspect.Signature([inspect.Parameter(name, keyword) for name in fixtures])
    everywhere.__doc__ = test.__doc__
    return everywhere


@at_every_address
def test_signed_out_people_are_sent_to_sign_in(name, keywords, view, world):
    if name in FOR_STRANGERS:
        return
    path = address_of(name, keywords, world)
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")


@at_every_address
def test_a_role_without_the_right_is_forbidden(name, keywords, view, world, one_of_each_role, client_of):
    permissions = set(getattr(view, "permissions", ()))
    for role, person in one_of_each_role.items():
        if permissions and not permissions & ALLOWED[role]:
            client, path = client_of(person), address_of(name, keywords, world)
            assert client.get(path).status_code in {403, 405}, f"GET {path} as {role}"
            assert client.post(path).status_code in {403, 405}, f"POST {path} as {role}"


@at_every_address
def test_whoever_has_the_right_gets_an_answer(name, keywords, view, world, one_of_each_role, client_of):
    permissions = set(getattr(view, "permissions", ()))
    for role, person in one_of_each_role.items():
        if permissions & ALLOWED[role] or not permissions:
            client, path = client_of(person), address_of(name, keywords, world)
            assert client.get(path).status_code in {200, 302, 403, 404, 405}, f"GET {path} as {role}"
            assert client.post(path).status_code in {200, 302, 400, 403, 404, 405, 409, 422}, f"POST {path} as {role}"


@at_every_address
def test_an_officer_opens_what_belongs_to_their_own_commune(name, keywords, view, world, officer, client_of):
    if not keywords or not set(getattr(view, "permissions", ())) & ALLOWED[Role.COMMUNE]:
        return
    assert client_of(officer).get(address_of(name, keywords, world)).status_code in {200, 302, 405}


@at_every_address
def test_another_communes_officer_finds_nothing(name, keywords, view, world, stranger, client_of):
    """Neither by opening nor by sending; and nothing of Tứ Hạ is in the answer or changed."""
    if not keywords or not set(getattr(view, "permissions", ())) & ALLOWED[Role.COMMUNE]:
        return
    client, path = client_of(stranger), address_of(name, keywords, world)
    before = state_of(world)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code in {404, 405}, path
        assert world["household"].head not in answer.text
    assert state_of(world) == before


@at_every_address
def test_a_body_that_has_no_part_in_it_finds_nothing(name, keywords, view, world, bank, client_of):
    if not keywords or not set(getattr(view, "permissions", ())) & ALLOWED[Role.AGENCY]:
        return
    client, path = client_of(bank), address_of(name, keywords, world)
    before = state_of(world)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code in {404, 405}, path
        assert world["household"].head not in answer.text
    assert state_of(world) == before


@at_every_address
def test_a_coordinating_body_opens_the_need_and_moves_nothing(name, keywords, view, world, unit, a_user, client_of):
    """It adds measures and notes; where the need goes is its lead body's and the division's."""
    if not name.startswith("need") or not keywords:
        return
    client, path = client_of(a_user("agency", unit("MTTQ"))), address_of(name, keywords, world)
    need = type(world["need"]).objects.filter(pk=world["need"].pk)
    before = need.values().get()
    theirs = {"need", "need_measure", "need_measure_plan", "need_note", "need_ask"}
    assert client.get(path).status_code == (200 if name in theirs else 403), path
    client.post(path, {"act": "take_up", "need": need.get().pk, "text": "Ghi chú", "due_on": "30/9/2022", "version": 1})
    assert need.values().get() == before


def state_of(world) -> list:
    """Every stored value of the world's objects."""
    return [type(row).objects.filter(pk=row.pk).values().get() for row in world.values()]


@at_every_address
def test_the_leader_changes_nothing(name, keywords, view, world, leader, client_of):
    if name in {"account", "logout"}:  # one's own password and session
        return
    before = state_of(world)
    client_of(leader).post(address_of(name, keywords, world), {"reason": "Thử", "note": "Thử"})
    assert state_of(world) == before


LISTS = (
    "/town-report/ "
    "/documents/ /households/ /needs/ /exits/ /questions/ /questions/guidance/ /submissions/ /imports/ /dashboard/ "
    "/inbox/ /saved-filters/ /saved-filters/add/ "
    "/households/export/ /needs/export/ /targets/ /targets/people/ /decisions/ /support/ /support/rows/ "
    "/support/export/ /planning/"
).split()
GARBAGE = (
    "q=%00 commune=x hamlet=-1 need=%27%3B-- lead=Q state=nope standing=1 officer=abc page=99999 page=x "
    "sort=%F0%9F%92%A9 kind= status=%27 unit=%25 type=1&type=2 year=abc overdue=maybe"
).split()


@pytest.mark.parametrize("path", LISTS)
def test_garbage_in_an_address_never_breaks_a_page(path, world, division, client_of):
    client = client_of(division)
    assert [query for query in GARBAGE if client.get(f"{path}?{query}").status_code >= 500] == []


def test_lists_show_nothing_of_other_communes(world, stranger, client_of):
    client = client_of(stranger)
    for path in ("/", "/households/", "/needs/", "/exits/", "/decisions/", "/questions/", "/submissions/", "/imports/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert world["household"].head not in answer.text
        assert world["household"].code not in answer.text
        assert f"/submissions/{world['obligation'].pk}/" not in answer.text


def test_full_identification_numbers_are_on_no_page(world, officer, division, client_of):
    number = world["household"].id_no
    for person in (officer, division):
        for name, keywords, _view in addresses():
            if name in FOR_STRANGERS or not keywords:
                continue
            answer = client_of(person).get(address_of(name, keywords, world))
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert number.encode() not in content, name
