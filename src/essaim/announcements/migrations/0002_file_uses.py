"""The files to which announcements lead are noted, so that those who read them go on opening them."""

from django.db import migrations

from essaim.content.migrations._files_in_texts import note


def note_files(apps, _schema):
    for row in apps.get_model("announcements", "Announcement").objects.order_by("pk").iterator():
        note(apps, "announcement", row.pk, "", [(row.html, None, [])])


class Migration(migrations.Migration):
    dependencies = [
        ("announcements", "0001_initial"),
        ("content", "0002_file_use"),
    ]

    operations = [migrations.RunPython(note_files, migrations.RunPython.noop)]
