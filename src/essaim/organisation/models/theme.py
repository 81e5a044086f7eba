from .named import Named


class Theme(Named):
    """A subject that content, conversations, ideas and strategy share."""

    class Meta:
        ordering = ["name"]
