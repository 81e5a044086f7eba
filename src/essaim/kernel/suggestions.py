"""What is worth doing now, as a domain proposes it; the home page orders them and always says why."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Suggestion:
    """One thing worth doing.

    Parameters:
        kind: what sort of thing, such as ``resume-lesson``; the home page keeps a mix of kinds.
        label: the few words in the margin ("Quelqu'un vous attend").
        title: what it is called.
        url: where it is done.
        why: the sentence that says why this member sees it; never empty.
        weight: how much it matters now, 0 to 1; ties keep the order in which they were given.
        deck: a sentence or two, shown when it leads the page.
        meta: small facts ("leçon 2 sur 6, 6 minutes").
        progress: lessons done and lessons in all, when it is a sequence.
        action: the words of the button, when it leads the page ("Reprendre la leçon").
        dismiss: where to send that one does not want to see it again (POST), "" where it goes away by itself.
    """

    kind: str
    label: str
    title: str
    url: str
    why: str
    weight: float
    deck: str = ""
    meta: str = ""
    progress: tuple[int, int] | None = None
    action: str = ""
    dismiss: str = ""
