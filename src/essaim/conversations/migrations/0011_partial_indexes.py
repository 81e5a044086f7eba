import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0010_fewer_indexes")]

    # First what is made, beside which pages are read; what is dropped, which waits for them and they for it, last.
    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(condition=models.Q(("parent__isnull", False)), fields=["parent"], name="post_parent"),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("anchor_id__isnull", False)),
                fields=["anchor_type", "anchor_id", "-is_main", "-last_post_at", "id"],
                name="thread_of_anchor",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("accepted_post__isnull", False)), fields=["accepted_post"], name="thread_accepted"
            ),
        ),
        migrations.RemoveIndex(model_name="thread", name="thread_about"),
        migrations.AlterField(
            model_name="post",
            name="parent",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="replies", to="conversations.post",
            ),
        ),
        migrations.AlterField(
            model_name="thread",
            name="accepted_post",
            field=models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL,
                related_name="+", to="conversations.post",
            ),
        ),
    ]  # fmt: skip
