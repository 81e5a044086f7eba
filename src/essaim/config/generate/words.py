"""The words of ``words.yaml``, by their part in a sentence or a name."""

from pathlib import Path

import yaml

WORDS: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text())
