"""What tells that a text speaks of somebody, in each way in which texts are kept."""

import json

import pytest

from essaim.privacy.traces import Traces

CLAIRE = Traces(7, "Zoé-Cœline", "L'Hérault", ("zoe@brindel.example",), ("MAT12345",))
NAME = "Zoé-Cœline L’Hérault"


@pytest.mark.parametrize(
    "text",
    [
        NAME, NAME.upper(), "L'HERAULT Zoe Coeline", "Vu\u00a0par Zoé-Cœline\u202fL’Hérault.", "zoe-coeline.lherault",
        "<b>Zoé-Cœline</b> L&#x27;Hérault",
        "À : zoe@brindel.example", "zoe@brindel.example", "n° MAT12345", "MAT12345", "/people/members/7/", "@[Z](member:7)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("depth", [0, 1, 2], ids=["plain", "JSON", "JSON in JSON"])
@pytest.mark.parametrize("before", ["", "\n", "\t", "\u00a0", "d’", "« "], ids=repr)
def test_a_name_is_found_however_it_is_kept_and_nothing_else_goes(text: str, depth: int, before: str) -> None:
    kept = f"Avant{before or ' '}{text} après"
    for _ in range(depth):
        kept = json.dumps(kept)
    assert CLAIRE.found_in(kept)
    rewritten = CLAIRE.scrub(kept, "fr")
    assert not CLAIRE.found_in(rewritten)
    for _ in range(depth):
        rewritten = json.loads(rewritten)
    assert rewritten.startswith(f"Avant{before or ' '}") and rewritten.endswith(" après")


@pytest.mark.parametrize(
    "text", ["Zoé-Cœline Martin", "L’Hérault est un département", "MAT123456", "/people/members/77/", "xzoe@brindel.example"]
)
def test_what_is_not_theirs_is_not_found(text: str) -> None:
    assert not CLAIRE.found_in(text) and CLAIRE.scrub(text, "fr") == text


def test_what_is_around_is_shown_as_it_reads() -> None:
    kept = json.dumps(json.dumps(f"<p>L'été à &quot;Lille&quot;\n{NAME} prend son poste</p>"))
    assert CLAIRE.around(kept).strip('" ') == f'L\'été à "Lille" {NAME} prend son poste'
