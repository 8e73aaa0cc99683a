"""Pictures as a telephone sends them: with the place and the time of the photograph inside."""

import io

from django.core.files.base import ContentFile
from PIL import Image

MAKE, ORIENTATION, GPS = 0x010F, 0x0112, 0x8825


def a_photo(name: str = "nha.jpg", *, size: tuple[int, int] = (640, 480), colour="teal", turned: bool = False):
    """A JPEG or PNG by the ending of `name`; `turned`: held sideways, as its EXIF says."""
    picture, exif, out = Image.new("RGB", size, colour), Image.Exif(), io.BytesIO()
    exif[MAKE] = "Dien thoai"
    exif.get_ifd(GPS).update({1: "N", 2: (16.0, 24.0, 0.0), 3: "E", 4: (107.0, 28.0, 0.0)})
    if turned:
        exif[ORIENTATION] = 6
    picture.save(out, "PNG" if name.endswith("png") else "JPEG", exif=exif)
    return ContentFile(out.getvalue(), name=name)
