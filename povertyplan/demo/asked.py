"""The questions of the demo's weeks: some answered and published, some with a body, some still waiting."""

from datetime import date, datetime, time

from django.utils import timezone

from households.models import Household, Plan
from povertyplan import clock
from tasks import guidance, questions
from tasks.models import Need, Question

LAND = {
    "ask": "Hộ nghèo làm nhà trên đất đang tranh chấp hoặc chưa có giấy thì hỗ trợ sửa nhà thế nào?",
    "answer": "UBND xã, phường hòa giải trước, lập biên bản xác nhận phần đất không tranh chấp. Có biên bản thì hỗ trợ "
    "sửa chữa tại chỗ, không cần chờ giấy chứng nhận.",
}
FORM = {
    "ask": "Báo cáo số hộ đã giảm có tính hộ chỉ có một người đã chết không?",
    "answer": "Có. Hộ độc thân chết được tính vào số hộ giảm, ghi ở mục «Giảm khác», không ghi là thoát nghèo.",
}


def play(cast, plan: Plan) -> None:
    _about_the_plan(cast, plan)
    _about_needs(cast, plan)
    _from_looks(cast, plan)


def _about_the_plan(cast, plan: Plan) -> None:
    """One answered, made known to everybody, settled; one withdrawn; one waits."""
    asker = cast.by_code["20020"]
    with clock.assume(_at(8, 8, 9)):
        question = questions.ask(plan=plan, text="Hộ độc thân đã chết thì báo cáo vào mục nào ạ?", by=asker)
    with clock.assume(_at(8, 8, 15)):
        questions.answer(question, text=FORM["answer"], by=cast.division)
        guidance.publish(question, **FORM, by=cast.division)
    with clock.assume(_at(9, 8, 8)):
        questions.settle(question, text="Xã đã ghi lại theo hướng dẫn.", by=asker)
    with clock.assume(_at(12, 8, 10)):
        mistake = questions.ask(plan=plan, text="Không mở được tệp kế hoạch gửi kèm.", by=cast.by_code["20026"])
        questions.withdraw(mistake, text="Đã mở được bằng máy khác.", by=cast.by_code["20026"])
    with clock.assume(_at(14, 9, 14)):
        text = "Hộ trên 60 tuổi có được xét vay vốn sản xuất không, hay chuyển con trong hộ đứng tên vay?"
        questions.ask(plan=plan, text=text, by=cast.by_code["NHCSXH"])


def _about_needs(cast, plan: Plan) -> None:
    """One that a body answered, whose asker has not read it; one that the Front is asked; one with a body."""
    tuha, division = cast.by_code["19996"], cast.division
    houses = _open_houses(plan)
    with clock.assume(_at(5, 9, 9)):
        text = "Nhà nằm sát bờ sông, chủ hộ muốn nâng nền trước mùa lũ. Mức hỗ trợ có gồm nâng nền không?"
        question = questions.ask(plan=plan, need=houses.filter(commune=tuha.unit).first(), text=text, by=tuha)
    with clock.assume(_at(6, 9, 8)):
        questions.pass_on(question, to=cast.by_code["QLDT"].unit, by=division)
    with clock.assume(_at(8, 9, 16)):
        text = "Có, nếu nâng nền nằm trong dự toán sửa chữa và không vượt mức hỗ trợ một nhà."
        questions.answer(question, text=text, by=cast.by_code["QLDT"])
    asker = cast.by_code["20005"]
    with clock.assume(_at(9, 9, 10)):
        text = "Chủ hộ già yếu, không có tiền đối ứng. Quỹ Vì người nghèo có hỗ trợ thêm phần nhân công không?"
        question = questions.ask(plan=plan, need=houses.filter(commune=asker.unit).first(), text=text, by=asker)
    with clock.assume(_at(12, 9, 9)):
        questions.pass_on(question, to=cast.by_code["MTTQ"].unit, by=division)


def _open_houses(plan: Plan):
    """Needs of houses to repair, of households that are still on the list."""
    remaining = Household.objects.remaining(plan)
    needs = Need.objects.in_plan(plan).open().filter(type__code="house_repair", household__in=remaining)
    return needs.select_related("household", "type").order_by("pk")


def _from_looks(cast, plan: Plan) -> None:
    """What communes said at a household: about land it is answered and made known, about loans it is passed on."""
    waiting = Question.objects.in_plan(plan).from_looks().waiting().order_by("pk")
    land, loans = waiting.filter(text__contains="tranh chấp").first(), waiting.filter(text__contains="vay vốn").first()
    with clock.assume(_at(13, 9, 9)):
        questions.pass_on(loans, to=cast.by_code["KINH_TE"].unit, by=cast.division)
    with clock.assume(_at(9, 9, 9)):
        questions.answer(land, text=LAND["answer"], by=cast.division)
        guidance.publish(land, **LAND, by=cast.division)
    with clock.assume(_at(12, 9, 15)):
        questions.settle(land, text="Hai hộ đã ký biên bản.", by=cast.of(land.household.commune))


def _at(day: int, month: int, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(date(2022, month, day), time(hour)))
