"""Pictures: smaller forms beside the original, room kept free, words asked for."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from portals import portal_of

from lotse.pack.images import write_pictures
from lotse.render.environment import template_environment
from lotse.render.images import WIDEST, Pictures, converted, picture_keys, with_pictures
from lotse.render.markdown import MarkdownRenderer
from lotse.render.site import LanguageSite
from scenario import ROOT


def photo(width: int = 400, height: int = 300, kind: str = "jpeg", mode: str = "RGB", **options: object) -> bytes:
    """Return a picture with something to see: a wide one of few colours would be smallest as it is."""
    image = Image.effect_mandelbrot((width, height), (-2, -1.5, 1, 1.5), 60).convert(mode)
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def with_place(**options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "Some camera"
    exif.get_ifd(0x8825)[1] = "N"
    if "orientation" in options:
        exif[0x0112] = options["orientation"]
    return photo(quality=95, exif=exif)


def site(folder: Path, cache: Path | None, body: str, **pictures: bytes) -> LanguageSite:
    given = {f"content/de/sub/{name.replace('_', '.')}": data for name, data in pictures.items()}
    portal = portal_of(folder, {"content/de/sub/a.md": f"---\ntitle: A\n---\n\n{body}\n", **given})
    templates = template_environment(ROOT / "theme", portal.settings.icons)
    return LanguageSite(portal, "en", frozenset(["de", "en"]), templates, MarkdownRenderer(), Pictures(cache))


def body(site: LanguageSite) -> str:
    return str(site.body(site.pages["sub/a.md"]))


def test_a_picture_is_offered_in_smaller_forms_with_its_size_and_loaded_late(tmp_path: Path) -> None:
    html = body(site(tmp_path, tmp_path / "cache", "![Der Weg](weg.jpg){: .essential }", weg_jpg=photo(quality=95)))
    assert re.findall(r'<source type="image/(\w+)" srcset="([^"]+)">', html) in (
        [("avif", "weg.jpg.avif"), ("webp", "weg.jpg.webp")],
        [("webp", "weg.jpg.webp")],
    )
    image = re.findall(r"<picture>.*<img ([^>]*)></picture>", html)[0]
    for attribute in ('src="weg.jpg"', 'alt="Der Weg"', 'width="400"', 'height="300"', 'class="essential"'):
        assert attribute in image
    assert 'loading="lazy"' in image and 'decoding="async"' in image


def test_the_smaller_forms_stand_beside_the_original_also_where_the_page_is_a_fallback(tmp_path: Path) -> None:
    made = site(tmp_path, tmp_path / "cache", "![Weg](weg.jpg)", weg_jpg=photo(quality=95))
    pictures = Pictures(tmp_path / "cache")
    write_pictures(made.portal, "en", tmp_path / "out", pictures)
    offered = re.findall(r'srcset="([^"]+)"', body(made))
    written = [tmp_path / "out" / "sub" / name for name in offered]
    assert written and sorted((tmp_path / "out").rglob("*.*")) == sorted(written)
    sizes = [file.stat().st_size for file in written]
    assert sizes == sorted(sizes) and sizes[-1] < len(photo(quality=95))
    assert {opened(file.read_bytes()).size for file in written} == {(400, 300)}


def test_an_unchanged_picture_is_not_converted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(photo(quality=95))
    first = Pictures(tmp_path / "cache").of(file)
    times = {kept: kept.stat().st_mtime_ns for kept in (tmp_path / "cache").iterdir()}

    def never(content: bytes) -> dict[str, bytes]:
        raise AssertionError("converted again")

    monkeypatch.setattr("lotse.render.images.converted", never)
    assert Pictures(tmp_path / "cache").of(file) == first
    assert {kept: kept.stat().st_mtime_ns for kept in (tmp_path / "cache").iterdir()} == times
    file.write_bytes(photo(quality=90))
    with pytest.raises(AssertionError, match="converted again"):
        Pictures(tmp_path / "cache").of(file)


def test_two_conversions_give_the_same_bytes() -> None:
    assert converted(photo(1300, 900)) == converted(photo(1300, 900))


def test_only_what_is_smaller_is_kept() -> None:
    data = photo(quality=95)
    made = converted(data)
    assert made and all(len(small) < len(data) for small in made.values())
    assert list(made) == sorted(made, key=lambda kind: len(made[kind]))
    grainy = BytesIO()
    Image.effect_noise((400, 300), 80).save(grainy, "jpeg", quality=5)
    assert converted(grainy.getvalue()) == {}


def test_a_wide_picture_is_made_narrower_and_keeps_its_shape(tmp_path: Path) -> None:
    data = photo(2400, 600)
    assert {opened(small).size for small in converted(data).values()} == {(WIDEST, 300)}
    (tmp_path / "a.jpg").write_bytes(data)
    picture = Pictures().of(tmp_path / "a.jpg")
    assert picture and (picture.width, picture.height) == (2400, 600)


def test_a_picture_taken_lying_stands_upright(tmp_path: Path) -> None:
    data = with_place(orientation=6)
    (tmp_path / "a.jpg").write_bytes(data)
    picture = Pictures().of(tmp_path / "a.jpg")
    assert picture and (picture.width, picture.height) == (300, 400)
    assert {opened(small).size for small in converted(data).values()} == {(300, 400)}


def test_what_the_camera_says_about_place_and_device_stays_behind() -> None:
    data = with_place()
    assert b"Some camera" in data and opened(data).getexif().get_ifd(0x8825)
    made = converted(data)
    assert made
    for small in made.values():
        assert b"Some camera" not in small and not dict(opened(small).getexif())


def test_transparency_is_kept_and_an_animation_is_left_alone() -> None:
    glass = Image.effect_mandelbrot((200, 200), (-2, -1.5, 1, 1.5), 60).convert("RGBA")
    glass.putalpha(Image.linear_gradient("L").resize((200, 200)))
    stream = BytesIO()
    glass.save(stream, "png")
    made = converted(stream.getvalue())
    assert made and {opened(small).mode for small in made.values()} == {"RGBA"}
    moving = photo(kind="png", save_all=True, append_images=[Image.new("L", (400, 300))])
    assert converted(moving) == {}


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_pictures_of_other_colour_models_are_converted_too(mode: str) -> None:
    assert {opened(small).mode for small in converted(photo(mode=mode, quality=95)).values()} == {"RGB"}


def test_a_broken_or_unknown_picture_stays_as_it_is(tmp_path: Path) -> None:
    made = site(
        tmp_path, tmp_path / "cache", "![A](a.jpg) ![B](b.svg) ![C](c.jpg)", a_jpg=b"no picture", b_svg=b"<svg/>"
    )
    html = body(made)
    assert "<picture>" not in html and "width=" not in html and html.count('loading="lazy"') == 3
    write_pictures(made.portal, "en", tmp_path / "out", Pictures(tmp_path / "cache"))
    assert not (tmp_path / "out").exists()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(photo(quality=95)[:3000])
    picture = Pictures(tmp_path / "cache").of(cut)
    assert picture and (picture.width, picture.smaller) == (400, {})


def test_addresses_that_a_source_cannot_hold_are_written_so_that_it_can(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(quality=95))
    picture = Pictures(tmp_path / "cache").of(tmp_path / "a.jpg")
    html = with_pictures('<img alt="x" src="my picture, old.jpg">', lambda address: picture)
    assert 'srcset="my%20picture%2C%20old.jpg.' in html and 'src="my picture, old.jpg"' in html


def test_another_picture_under_the_same_name_is_noticed(tmp_path: Path) -> None:
    before = picture_keys(site(tmp_path, None, "x", weg_jpg=photo(quality=95)).portal, "en")
    after = picture_keys(site(tmp_path, None, "x", weg_jpg=photo(quality=90)).portal, "en")
    assert [path for path, _ in before] == ["sub/weg.jpg"] and before != after
