"""Photos come in upright, small, and without a word of where they were taken; what is none is refused."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image

from shopcrm.outside import photos
from shopcrm.services.complaint_photos import LARGEST, NotAPhoto

TURNED, PLACE, SAID = 0x0112, 0x8825, 0x010E


def _picture(
    form: str = "JPEG", size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object
) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 0 if mode == "1" else None).save(out, form, **more)
    return out.getvalue()


def _told(turned: int) -> Image.Exif:
    told = Image.Exif()
    told[TURNED], told[SAID], told[PLACE] = turned, "at home", {1: "N", 2: (35.0, 41.0, 0.0)}
    return told


@pytest.mark.parametrize(("turned", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))])
def test_a_photo_is_turned_upright_and_tells_no_place(turned: int, size: tuple[int, int]) -> None:
    photo = photos.from_bytes(_picture(exif=_told(turned), comment=b"by Sara"), "photo")
    assert (photo.width, photo.height) == size
    with Image.open(io.BytesIO(photo.image)) as kept:
        assert kept.size == size
        assert not kept.getexif()
    assert b"at home" not in photo.image
    assert b"by Sara" not in photo.image


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "LA"),
        ("TIFF", "CMYK"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
    ],
)
def test_a_large_picture_of_any_usual_form_becomes_small(form: str, mode: str) -> None:
    photo = photos.from_bytes(_picture(form, (3200, 1600), mode), "photo")
    assert (photo.width, photo.height) == (photos.LONGEST_SIDE, photos.LONGEST_SIDE // 2)
    assert photo.image.startswith(b"\xff\xd8\xff")
    assert len(photo.image) <= LARGEST


def test_what_can_be_seen_through_becomes_white() -> None:
    photo = photos.from_bytes(_picture("PNG", mode="RGBA"), "photo")
    with Image.open(io.BytesIO(photo.image)) as kept:
        assert kept.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Dear shop, " * 99,
        b"\xff\xd8\xff",
        _picture()[:-1],
        _picture("PNG", size=(9000, 9000), mode="1"),
        _picture("EPS"),
    ],
    ids=["nothing", "a letter", "a first sign", "cut short", "too many points", "a program"],
)
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPhoto, match="is not a photo"):
        photos.from_bytes(data, "photo.jpg")


def test_a_file_of_a_hundred_megabytes_or_none_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(100 << 20)
    for path in (large, tmp_path, tmp_path / "none.jpg"):
        with pytest.raises(NotAPhoto):
            photos.from_file(path)
    small = tmp_path / "small.png"
    small.write_bytes(_picture("PNG"))
    assert photos.from_file(small).name == "small.png"


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_a_damaged_photo_is_one_or_none_and_nothing_else(form: str) -> None:
    if form not in Image.SAVE and not Image.init():
        pytest.skip(f"there is no {form} here")
    whole = _picture(form, exif=_told(6)) if form == "JPEG" else _picture(form)
    draw = random.Random(5)
    refused = 0
    for _ in range(150):
        spoiled = bytearray(whole)
        for _ in range(draw.choice((1, 3, 20))):
            spoiled[draw.randrange(min(len(spoiled), 300))] = draw.randrange(256)
        try:
            photos.from_bytes(bytes(spoiled), "photo")
        except NotAPhoto:
            refused += 1
    assert refused
