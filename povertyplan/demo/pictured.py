"""Invented photographs: a house drawn with its old roof and with its new one, for two who were helped."""

import io

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from povertyplan import clock
from tasks import measure_files
from tasks.models import Measure

SKY, WALL, DOOR, GRASS = "#cfe3f1", "#e6d8b8", "#6b4a2b", "#7d9d5c"
OLD_ROOF, NEW_ROOF = "#7c6f64", "#b5382a"


def play() -> None:
    repaired = Measure.objects.given().filter(need__type__code="house_repair", planned_on=None)
    helped = repaired.exclude(quantity=None).order_by("pk")  # the first gift of each need
    for measure in helped.select_related("recorded_by")[:2]:
        with clock.assume(measure.recorded_at):
            for shows, roof, holes in (("before", OLD_ROOF, True), ("after", NEW_ROOF, False)):
                photo = ContentFile(_house(roof, holes), name=f"nha-{shows}-{measure.pk}.png")
                measure_files.attach(measure, files=[photo], shows=shows, by=measure.recorded_by)


def _house(roof: str, holes: bool) -> bytes:
    picture = Image.new("RGB", (800, 600), SKY)
    draw, out = ImageDraw.Draw(picture), io.BytesIO()
    draw.rectangle((0, 430, 800, 600), fill=GRASS)
    draw.rectangle((180, 270, 620, 500), fill=WALL)
    draw.polygon([(130, 280), (400, 110), (670, 280)], fill=roof)
    draw.rectangle((370, 350, 450, 500), fill=DOOR)
    draw.rectangle((230, 330, 310, 400), fill=SKY, outline=DOOR, width=6)
    if holes:
        for left in (280, 390, 500):
            draw.polygon([(left, 250), (left + 25, 200), (left + 55, 255)], fill="#2b2623")
    picture.save(out, "PNG")
    return out.getvalue()
