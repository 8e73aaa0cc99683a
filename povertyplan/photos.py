"""Photographs are kept small, and without what a camera writes into them: place, time, make of the telephone.

What is kept is painted anew from the picture itself, so nothing else of the sent file comes along.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from povertyplan.files import ending

PICTURES = frozenset({".jpg", ".jpeg", ".png"})
MAX_BYTES = 15 * 1024 * 1024  # of what is sent: a telephone's picture is larger than what is kept of it
MOST_PIXELS = 60_000_000
LONGEST_SIDE, SHORT_SIDE = 1600, 320  # pixels of what is kept, and of its small picture
QUALITY = 80
UNREADABLE = "Không đọc được ảnh này. Hãy mở ảnh, lưu lại thành .jpg rồi gửi lại."


class NoPicture(Exception):
    """Why it cannot be kept, in Vietnamese."""


@dataclass(frozen=True)
class Photo:
    """Two JPEG files: the picture, and a small one for lists."""

    picture: bytes
    small: bytes


def is_picture(name: str) -> bool:
    return ending(name) in PICTURES


def made_small(file) -> Photo:
    """The picture in `file` turned upright, at most 1600 pixels long. Raises NoPicture."""
    file.seek(0)
    try:
        with Image.open(file, formats=("JPEG", "PNG")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NoPicture("Ảnh quá lớn. Hãy chụp hoặc lưu lại với độ phân giải thấp hơn.")
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read no larger than it is needed
            picture = _plain(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NoPicture("Ảnh quá lớn. Hãy chụp hoặc lưu lại với độ phân giải thấp hơn.") from error
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for files that are cut off or made up
        raise NoPicture(UNREADABLE) from error
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = picture.copy()
    small.thumbnail((SHORT_SIDE, SHORT_SIDE))
    return Photo(_jpeg(picture), _jpeg(small))


def _plain(picture: Image.Image) -> Image.Image:
    """On white, in the three colours that JPEG knows; the pixels alone, without what was written beside them."""
    if picture.mode in {"RGBA", "LA", "P"}:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    bare = Image.new("RGB", picture.size)
    bare.paste(picture.convert("RGB"))
    return bare


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
