"""What first screens say waits is what the inbox has."""

from reports.figures import figures
from reports.waiting import disputed, lead_work, town
from tasks import steps
from tasks.inbox import Inbox
from tasks.models import Need


def test_a_bodys_first_screen_and_its_inbox_count_alike(a_household, housing, officer, plan):
    needs = [a_household(head=f"Lê Văn {number}", needs=["house_repair"]).needs.get() for number in range(6)]
    steps.take_up(needs[1:], by=housing)
    Need.objects.filter(pk=needs[1].pk).update(due_on=plan.issued_on)
    steps.assign(needs[2], by=housing, officer=None, due_on=plan.today)
    for need in needs[4:]:
        steps.deliver(need, by=housing)
    steps.dispute(needs[5], by=officer, reason="Mái chưa lợp xong.")
    box = Inbox(housing, plan).counts
    take_up, overdue, soon, _, delivered = (line.count for line in lead_work(housing.unit, plan, plan.today))
    assert (take_up, overdue, soon, delivered) == (1, 1, 1, 1)
    assert (box["take_up"], box["overdue"], box["due_soon"], box["delivered"]) == (1, 1, 1, 1)
    assert box["disputed"] == disputed(housing.unit, plan).count() == 1


def test_the_divisions_queue_is_that_of_the_dashboard(a_household, division, housing, plan):
    a_household(needs=["resettlement", "health_education", "basic_service"])
    refused = a_household(needs=["house_repair"]).needs.get()
    steps.refuse([refused], by=housing, reason="Nhà nằm trong vùng sạt lở.")
    a_household(needs=["house_repair"])
    box, waiting = Inbox(division, plan).counts, town(division, plan, figures(plan, plan.today), 0)
    assert box["to_split"] + box["to_give"] + box["refused"] == waiting.queue == 3
    assert (box["to_name"], box["led_otherwise"]) == (waiting.to_name, waiting.led_otherwise) == (1, 0)
    assert box["take_up_late"] == figures(plan, plan.today).needs.take_up_overdue == 2
