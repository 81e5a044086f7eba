"""Themes in the API as facilitators arrange them; ``follows`` has them as members read them."""

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import AfterValidator, Field

from essaim.conversations.actions.theming import arrange_theme
from essaim.conversations.themes import arranged, theme_called
from essaim.kernel.rest import Id, Page, Router, Words, without_nul
from essaim.organisation.models import Theme
from essaim.people.access import MemberRequest

router = Router()
Name = Annotated[str, Field(max_length=160), AfterValidator(without_nul)]
Deck = Annotated[str, Field(max_length=200), AfterValidator(without_nul)]
Audiences = Annotated[list[Id], Field(max_length=100)]


class ArrangedTheme(Schema):
    """A theme with both its languages. ``audiences`` is empty for everybody; an ``archived`` one takes no new threads."""

    slug: str
    name: str
    name_en: str
    description: str
    description_en: str
    audiences: list[int]
    archived: bool
    url: str


class ThemeIn(Schema):
    name: Name
    name_en: Name = ""
    description: Deck = ""
    description_en: Deck = ""
    audiences: Audiences = []
    archived: bool = False


class ThemeChange(Schema):
    """What is left out stays."""

    name: Name | None = None
    name_en: Name | None = None
    description: Deck | None = None
    description_en: Deck | None = None
    audiences: Audiences | None = None
    archived: bool | None = None


@router.get(
    "/arranged-themes", response=Page[ArrangedTheme], url_name="arranged-themes", tags=["themes"],
    summary=_("Tous les thèmes, pour les arranger"),
)  # fmt: skip
def arranged_themes(request: MemberRequest) -> Page[ArrangedTheme]:
    """In their order, also those that are not for whoever asks."""
    _refuse_others(request)
    return Page(items=[_shape(theme) for theme in arranged()], next=None)


@router.get(
    "/arranged-themes/{slug}", response=ArrangedTheme, url_name="arranged-theme", tags=["themes"],
    summary=_("Un thème, pour l'arranger"),
)  # fmt: skip
def arranged_theme(request: MemberRequest, slug: Words) -> ArrangedTheme:
    _refuse_others(request)
    return _shape(theme_called(slug))


@router.post(
    "/arranged-themes", response={201: ArrangedTheme}, url_name="arranged-themes", tags=["themes"], summary=_("Créer un thème")
)  # fmt: skip
def new_theme(request: MemberRequest, body: ThemeIn) -> ArrangedTheme:
    """Behind the others. Its ``slug`` is made of its name."""
    _refuse_others(request)
    return _shape(
        arrange_theme(
            actor=request.user, theme_id=None, name=body.name, name_en=body.name_en, description=body.description,
            description_en=body.description_en, restricted_to=body.audiences, archived=body.archived,
        )
    )  # fmt: skip


@router.patch(
    "/arranged-themes/{slug}", response=ArrangedTheme, url_name="arranged-theme", tags=["themes"],
    summary=_("Modifier ou archiver un thème"),
)  # fmt: skip
def change_theme(request: MemberRequest, slug: Words, body: ThemeChange) -> ArrangedTheme:
    """Its threads follow: those that were for the whole theme are for its new ``audiences``."""
    _refuse_others(request)
    kept = theme_called(slug)
    stands: dict[str, Any] = {
        "name": kept.name, "name_en": kept.name_en, "description": kept.description, "description_en": kept.description_en,
        "audiences": kept.restricted_to, "archived": kept.archived_at is not None,
    }  # fmt: skip
    fields = stands | {name: value for name, value in body.model_dump().items() if value is not None}
    return _shape(arrange_theme(actor=request.user, theme_id=kept.pk, restricted_to=fields.pop("audiences"), **fields))


def _refuse_others(request: MemberRequest) -> None:
    if not request.user.is_facilitator:
        raise PermissionDenied


def _shape(theme: Theme) -> ArrangedTheme:
    return ArrangedTheme(
        slug=theme.slug, name=theme.name, name_en=theme.name_en, description=theme.description,
        description_en=theme.description_en, audiences=theme.restricted_to, archived=theme.archived_at is not None,
        url=f"/conversations/threads/?theme={theme.slug}",
    )  # fmt: skip
