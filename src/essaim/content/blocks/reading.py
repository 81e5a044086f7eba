"""Blocks that are read: text, pictures, videos, call-outs, quotations, tables."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock as Cells
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from essaim.content import markup

from .adapted import AdaptedBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(AdaptedBlock):
    text = blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Texte"))

    class Meta:
        icon = "pilcrow"
        label = _("Texte")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        return {"type": "html", "html": markup.rich_text(value["text"].source, language)}


class CalloutBlock(AdaptedBlock):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Titre"))
    text = blocks.RichTextBlock(features=SHORT_FEATURES, label=_("Texte"))

    class Meta:
        icon = "warning"
        label = _("Encadré")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        html = markup.callout(value["title"], markup.rich_text(value["text"].source, language), language)
        return {"type": "html", "html": html}


class QuoteBlock(AdaptedBlock):
    text = blocks.TextBlock(label=_("Citation"), help_text=_("Sans guillemets : ils sont ajoutés."))
    who = blocks.CharBlock(required=False, max_length=200, label=_("De qui"))

    class Meta:
        icon = "openquote"
        label = _("Citation")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        return {"type": "html", "html": markup.quotation(value["text"], value["who"], language)}


class ImageBlock(AdaptedBlock):
    image = ImageChooserBlock(label=_("Image"))
    alternative = blocks.CharBlock(
        required=False,
        max_length=400,
        label=_("Ce que montre l'image"),
        help_text=_("Pour qui ne la voit pas. Laissez vide si elle est là pour décorer."),
    )
    caption = blocks.CharBlock(required=False, max_length=400, label=_("Légende"))

    class Meta:
        icon = "image"
        label = _("Image")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        return {"type": "html", "html": markup.picture(value["image"], value["alternative"], value["caption"], language)}


class VideoBlock(AdaptedBlock):
    title = blocks.CharBlock(max_length=200, label=_("Titre"))
    link = blocks.URLBlock(required=False, label=_("Adresse"), help_text=_("YouTube, Vimeo, PeerTube, ou toute autre page."))
    file = DocumentChooserBlock(
        required=False, label=_("Fichier"), help_text=_("Un fichier MP4 ou WebM, à la place de l'adresse.")
    )
    transcript = blocks.RichTextBlock(
        required=False,
        features=SHORT_FEATURES,
        label=_("Transcription"),
        help_text=_("Ce qui s'entend et se voit : pour qui n'entend pas, n'a pas le son, ou préfère lire."),
    )

    class Meta:
        icon = "media"
        label = _("Vidéo")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["link"]) == bool(cleaned["file"]):
            message = _("Donnez une adresse ou un fichier, l'un des deux.")
            raise blocks.StructBlockValidationError(block_errors={"link": ValidationError(message)})
        if cleaned["link"] and not markup.web_address(cleaned["link"]):
            message = _("Écrivez une adresse qui commence par https:// ou http://.")
            raise blocks.StructBlockValidationError(block_errors={"link": ValidationError(message)})
        return cleaned

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        transcript = markup.rich_text(value["transcript"].source, language) if value["transcript"] else ""
        file = value["file"].file.url if value["file"] else ""
        return {"type": "html", "html": markup.video(value["title"], value["link"] or "", file, transcript, language)}


class TableBlock(AdaptedBlock):
    table = Cells(label=_("Tableau"))

    class Meta:
        icon = "table"
        label = _("Tableau")

    def compile(self, value: Any, id: str, language: str) -> dict[str, Any]:
        table = value["table"] or {}
        return {"type": "html", "html": markup.table(table.get("data") or [], language)}
