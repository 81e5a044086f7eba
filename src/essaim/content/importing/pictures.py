"""Pictures that come with files, kept once whatever the number of lessons that show them."""

import hashlib
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from wagtail.images.models import Image

from essaim.kernel import svg
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .files import Source

_KINDS = {".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}
_MOST = 10 * 1024 * 1024


def check(source: Source, name: str, line: int) -> Path | None:
    """The file of a picture beside its lesson; None, with what is wrong noted, where it cannot be used."""
    folder = source.path.parent.resolve()
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        source.wrong(line, _('l\'image "%(name)s" est hors du dossier de la séquence') % {"name": name})
    elif path.suffix.lower() not in _KINDS:
        source.wrong(line, _('l\'image "%(name)s" doit être un fichier SVG, PNG, JPEG, WebP ou GIF') % {"name": name})
    elif not path.is_file():
        source.wrong(line, _("l'image \"%(name)s\" n'est pas dans le dossier") % {"name": name})
    elif path.stat().st_size > _MOST:
        source.wrong(line, _('l\'image "%(name)s" dépasse 10 Mo') % {"name": name})
    elif not _readable(path):
        source.wrong(line, _('l\'image "%(name)s" ne se lit pas') % {"name": name})
    else:
        return path
    return None


def _readable(path: Path) -> bool:
    from PIL import Image as Picture
    from PIL import UnidentifiedImageError

    try:
        if path.suffix.lower() == ".svg":
            svg.sanitise(path.read_bytes())
        else:
            with Picture.open(path) as picture:
                picture.verify()
    except (Refused, UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False
    return True


def store(path: Path, title: str, actor: Member | None) -> tuple[Image, bool]:
    """The stored picture of a file, and whether it is new."""
    model = get_image_model()
    content = path.read_bytes()
    if path.suffix.lower() == ".svg":
        content = svg.sanitise(content)
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    if known := model.objects.filter(file_hash=digest).order_by("pk").first():
        return known, False
    image = model(title=title[:255] or path.stem, file=ContentFile(content, name=path.name), uploaded_by_user=actor)
    image._set_image_file_metadata()
    image.save()
    return image, True
