from django.db import models
from django.utils.translation import gettext_lazy as _


class LessonKind(models.TextChoices):
    LESSON = "lesson", _("leçon")
    HOW_TO = "how-to", _("guide pratique")


class Lesson(models.Model):
    """One short unit, whatever the language: progress and answers hang here. It is for whom its sequence is for."""

    translation_key = models.UUIDField(unique=True)
    sequence = models.ForeignKey("learning.Sequence", on_delete=models.CASCADE, related_name="lessons")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=LessonKind, default=LessonKind.LESSON)
    minutes = models.PositiveSmallIntegerField(default=5)
    live = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["sequence", "position"], name="lesson_order")]

    def __str__(self) -> str:
        return f"lesson {self.pk}"


class LessonText(models.Model):
    """A lesson in one language, compiled: ``body`` is what content.body says, HTML and activities ready to show."""

    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body = models.JSONField(default=list)
    # The day the facts were last checked.
    reviewed_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["lesson_id", "language"]
        constraints = [models.UniqueConstraint(fields=["lesson", "language"], name="lesson_language")]
        indexes = [models.Index(fields=["slug"], name="lesson_slug")]

    def __str__(self) -> str:
        return self.title
