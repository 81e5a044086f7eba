from django.urls import path

from .views import discussions, drafts, editor, files, introductions, mentions, posts, references, threads

app_name = "conversations"
urlpatterns = [
    path("", threads.index, name="index"),
    path("threads/", threads.threads, name="threads"),
    path("threads/new/", threads.new, name="new-thread"),
    path("threads/<int:thread_id>/", threads.thread, name="thread"),
    path("posts/<int:post_id>/", posts.post, name="post"),
    path("posts/<int:post_id>/edit/", posts.edit, name="edit"),
    path("posts/<int:post_id>/delete/", posts.delete, name="delete"),
    path("posts/<int:post_id>/restore/", posts.restore, name="restore"),
    path("posts/<int:post_id>/mail/", posts.mail, name="post-mail"),
    path("posts/<int:post_id>/mail/<int:number>/", posts.mail_file, name="post-mail-file"),
    path("posts/<int:post_id>/accept/", posts.accept, name="accept"),
    path("posts/<int:post_id>/withdraw/", posts.withdraw, name="withdraw"),
    path("posts/<int:post_id>/history/", posts.history, name="history"),
    path("posts/<int:post_id>/reactions/", posts.reactions, name="reactions"),
    path("posts/<int:post_id>/react/", posts.react, name="react"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/one/", drafts.draft, name="draft"),
    path("drafts/save/", drafts.save, name="save-draft"),
    path("drafts/discard/", drafts.discard, name="discard-draft"),
    path("editor/", editor.kit, name="editor"),
    path("discussions/<slug:kind>/<int:anchor_id>/", discussions.discussion, name="discussion"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/new/", introductions.new, name="new-introduction"),
    path("introductions/decline/", introductions.decline, name="decline-introduction"),
    path("files/", files.upload, name="upload"),
    path("files/<uuid:key>/", files.file, name="file"),
    path("files/<uuid:key>/shown/", files.shown, name="file-shown"),
    path("files/<uuid:key>/remove/", files.remove, name="remove-file"),
    path("references/", references.references, name="references"),
    path("references/<slug:kind>/<int:target_id>/", references.reference, name="reference"),
    path("mentions/", mentions.mentions, name="mentions"),
]
