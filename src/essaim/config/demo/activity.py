"""What the demo's people have read and answered: made up, the same every time, through the actions that members use."""


def make() -> None:
    pass
