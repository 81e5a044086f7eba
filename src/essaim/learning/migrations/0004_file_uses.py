"""The files of what is published already are noted, so that those who read it go on seeing them."""

from django.db import migrations

from essaim.content.migrations._files_in_texts import note


def _passages(body):
    for part in body:
        if part["type"] != "row":
            yield _html([part]), None, []
            continue
        before = []
        for way in part["ways"]:
            yield _html(way["parts"]), way["audience"], list(before)
            before += [way["audience"]] if way["audience"] else []


def _html(parts):
    return "".join(str(part.get(key) or "") for part in parts for key in ("html", "question", "text", "explanation"))


def note_files(apps, _schema):
    for text in apps.get_model("learning", "LessonText").objects.order_by("pk").iterator():
        note(apps, "lesson", text.lesson_id, text.language, _passages(text.body))
    for text in apps.get_model("learning", "SequenceText").objects.order_by("pk").iterator():
        note(apps, "sequence", text.sequence_id, text.language, [(text.body_html, None, [])])


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0002_file_use"),
        ("learning", "0003_blocks"),
    ]

    operations = [migrations.RunPython(note_files, migrations.RunPython.noop)]
