"""Photos from a phone or a camera, ready to be kept: turned upright, scaled, without the place they tell."""

import io
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from shopcrm.services.complaint_photos import NotAPhoto, Photo

LONGEST_SIDE = 1600
_LARGEST_FILE = 60 * 1024 * 1024
_LARGEST_PIXELS = 120_000_000
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
        with Image.open(io.BytesIO(data)) as found:
            if found.width * found.height > _LARGEST_PIXELS:
                raise NotAPhoto(name=name)
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            _on_white(upright).save(out, "JPEG", quality=_QUALITY)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPhoto(name=name) from error
    return Photo(out.getvalue(), upright.width, upright.height, name)


def _on_white(picture: Image.Image) -> Image.Image:
    """Give a picture without what can be seen through."""
    if picture.mode in {"RGBA", "LA", "P"}:
        whole = picture.convert("RGBA")
        ground = Image.new("RGB", whole.size, "white")
        ground.paste(whole, mask=whole.getchannel("A"))
        return ground
    return picture.convert("RGB")
