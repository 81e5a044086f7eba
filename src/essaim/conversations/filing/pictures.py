"""Pictures made anew: what a camera wrote beside them (where, when, by whom) does not go further."""

import dataclasses
import io
import warnings

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, ImageSequence

from essaim.kernel import svg
from essaim.kernel.errors import Refused

from .kinds import HEIC, SVG

# A small file may unfold into gigabytes: 50 million pixels are more than any telephone's picture, times four for frames.
MOST_PIXELS = 50_000_000
MOST_MOVING = 200_000_000
pillow_heif.register_heif_opener()
# The longest side of what is shown in a post; the picture itself opens behind it.
SHOWN = 1280


@dataclasses.dataclass(frozen=True)
class Picture:
    """A picture ready to be kept. ``shown`` is a smaller one for pages, WebP, None where the picture itself is small."""

    content: bytes
    width: int
    height: int
    shown: bytes | None = None


def clean(name: str, kind: str, content: bytes) -> Picture:
    """The picture without anything that is not picture. Raises Refused when it cannot be read, or is too large to unfold."""
    if kind == SVG:
        return _drawing(name, content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "GIF", "WEBP", "HEIF"]) as image:
                return _again(name, kind, image)
    except Image.DecompressionBombError as error:
        raise _too_many(name) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise Refused(_("L'image « %(name)s » ne se lit pas. Ouvrez-la et enregistrez-la à nouveau, puis joignez-la.") % {"name": name},
                      code="bad-picture") from error  # fmt: skip


def _again(name: str, kind: str, image: Image.Image) -> Picture:
    frames = getattr(image, "n_frames", 1) if kind in ("image/gif", "image/webp", "image/png") else 1
    pixels = image.width * image.height
    if pixels > MOST_PIXELS or pixels * frames > MOST_MOVING:
        raise _too_many(name)
    if frames > 1:
        return _moving(kind, image)
    still = ImageOps.exif_transpose(_in_srgb(image))
    return Picture(_encoded(still, kind), still.width, still.height, _smaller(still))


def _too_many(name: str) -> Refused:
    return Refused(
        _("L'image « %(name)s » compte trop de pixels. Réduisez-la, puis joignez-la.") % {"name": name}, code="too-many-pixels"
    )


def _moving(kind: str, image: Image.Image) -> Picture:
    durations, frames = [], []
    for frame in ImageSequence.Iterator(image):
        durations.append(frame.info.get("duration", 100))
        frames.append(_bare(frame.convert("RGBA")))
    written = io.BytesIO()
    frames[0].save(
        written, {"image/gif": "GIF", "image/webp": "WEBP", "image/png": "PNG"}[kind], save_all=True, append_images=frames[1:],
        duration=durations, loop=image.info.get("loop", 0),
    )  # fmt: skip
    return Picture(written.getvalue(), image.width, image.height)


def _bare(image: Image.Image) -> Image.Image:
    image.info = {}
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours as every screen shows them, since the profile that said how to read them goes too."""
    profile, exif = image.info.get("icc_profile"), image.getexif()
    if image.mode not in ("RGB", "RGBA", "L"):
        image = image.convert("RGBA" if image.mode in ("P", "PA", "LA") or "transparency" in image.info else "RGB")
    if profile and image.mode in ("RGB", "RGBA"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode)
            image = turned or image
        except (ImageCms.PyCMSError, OSError):
            pass
    # How the camera was held, for exif_transpose; nothing of it is written.
    image.getexif().update({274: exif[274]} if 274 in exif else {})
    return image


def _encoded(image: Image.Image, kind: str) -> bytes:
    bare = _bare(image.copy())
    written = io.BytesIO()
    if kind in ("image/jpeg", HEIC):
        bare.convert("RGB").save(written, "JPEG", quality=88, optimize=True, progressive=True, exif=b"")
    elif kind == "image/webp":
        bare.save(written, "WEBP", quality=88, exif=b"", icc_profile=b"", xmp=b"")
    else:
        bare.save(written, {"image/png": "PNG", "image/gif": "GIF"}[kind])
    return written.getvalue()


def _smaller(image: Image.Image) -> bytes | None:
    if max(image.size) <= SHOWN:
        return None
    small = _bare(image.copy())
    small.thumbnail((SHOWN, SHOWN), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "WEBP", quality=80, exif=b"", icc_profile=b"", xmp=b"")
    return written.getvalue()


def _drawing(name: str, content: bytes) -> Picture:
    try:
        kept = svg.sanitise(content)
    except Refused as error:
        raise Refused(
            _("Le dessin « %(name)s » ne se lit pas. Enregistrez-le à nouveau en SVG, ou en PNG, puis joignez-le.")
            % {"name": name},
            code="bad-picture",
        ) from error
    return Picture(kept, 0, 0)


def shown_size(width: int, height: int) -> tuple[int, int]:
    """The size of what a page shows of a picture, in pixels."""
    longest = max(width, height)
    if longest <= SHOWN:
        return width, height
    return max(round(width * SHOWN / longest), 1), max(round(height * SHOWN / longest), 1)
