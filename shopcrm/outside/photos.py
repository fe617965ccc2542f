"""Photos from a phone or a camera, ready to be kept: turned upright, scaled, without the place they tell."""

import io
from pathlib import Path

from PIL import Image, ImageOps

from shopcrm.services.complaint_photos import NotAPhoto, Photo

LONGEST_SIDE = 1600
_LARGEST_FILE = 60 * 1024 * 1024
_LARGEST_PIXELS = 60_000_000
"""Beyond so many a picture is not taken apart: a small file can hold one that fills the memory."""
_LARGEST_JPEG = 2 * _LARGEST_PIXELS
"""These come out small at once, whatever they hold."""
_FORMS = ("JPEG", "MPO", "PNG", "WEBP", "AVIF", "GIF", "BMP", "TIFF", "JPEG2000", "ICO", "PPM")
"""Forms that only hold a picture; others, such as EPS, are programs that would be run."""
_QUALITY = 85


def from_file(path: Path) -> Photo:
    """Read a photo from a file; raises NotAPhoto."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise NotAPhoto(name=path.name)
        return from_bytes(path.read_bytes(), path.name)
    except OSError as error:
        raise NotAPhoto(name=path.name) from error


def from_bytes(data: bytes, name: str) -> Photo:
    """Make a photo of the bytes of a picture in any usual form; raises NotAPhoto."""
    try:
        return _read(data, name)
    except NotAPhoto:
        raise
    except Exception as error:  # the readers of damaged pictures raise whatever they stumble over
        raise NotAPhoto(name=name) from error


def _read(data: bytes, name: str) -> Photo:
    Image.init()  # Not every reader is on every computer.
    with Image.open(io.BytesIO(data), formats=[one for one in _FORMS if one in Image.OPEN]) as found:
        most = _LARGEST_JPEG if found.format in {"JPEG", "MPO"} else _LARGEST_PIXELS
        if found.width * found.height > most:
            raise NotAPhoto(name=name)
        found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        # Small before it is turned, so that no second one of full size is in the memory.
        found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = _on_white(ImageOps.exif_transpose(found))
    upright.info.clear()  # A comment would tell what the rest of the file no longer does.
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=_QUALITY)
    return Photo(out.getvalue(), upright.width, upright.height, name)


def _on_white(picture: Image.Image) -> Image.Image:
    """Give a picture without what can be seen through."""
    if picture.mode in {"RGBA", "LA", "P"}:
        whole = picture.convert("RGBA")
        ground = Image.new("RGB", whole.size, "white")
        ground.paste(whole, mask=whole.getchannel("A"))
        return ground
    return picture.convert("RGB")
