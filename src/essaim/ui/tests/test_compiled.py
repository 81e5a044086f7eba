"""Templates as they are compiled: what is settled then, and what is still asked."""

from types import SimpleNamespace

import pytest
from django.urls import reverse
from jinja2 import UndefinedError, pass_context
from markupsafe import Markup

from essaim.ui.jinja import environment, url


@pytest.mark.parametrize(
    ("language", "count", "words"),
    [
        ("fr", 0, "0 réponse."), ("fr", 1, "1 réponse."), ("fr", 2, "2 réponses."), ("fr", 1_000_000, "1000000 réponses."),
        ("en", 0, "0 replies."), ("en", 1, "1 reply."), ("en", 2, "2 replies."),
    ],
)  # fmt: skip
def test_a_phrase_with_a_number_follows_the_language(language: str, count: int, words: str) -> None:
    source = "{% trans n=count %}{{ n }} réponse{% pluralize %}{{ n }} réponses{% endtrans %}."
    assert environment(language=language, autoescape=True).from_string(source).render(count=count) == words


def test_the_words_of_a_phrase_are_safe_and_its_variables_are_not() -> None:
    made = environment(language="en", autoescape=True).from_string("{{ _('à %(name)s', name=name) }}").render
    assert made(name="<b>'&") == "to &lt;b&gt;&#39;&amp;"
    assert made(name=Markup("<b>Claire</b>")) == "to <b>Claire</b>"
    assert made(name=12) == "to 12"


def test_a_phrase_that_is_an_argument_keeps_its_variables() -> None:
    source = "{% macro say(words) %}<p>{{ words }}</p>{% endmacro %}{{ say(_('à %(name)s', name=name)) }}{{ say(words=name) }}"
    made = environment(language="fr", autoescape=True).from_string(source).render(name="<i>")
    assert made == "<p>à &lt;i&gt;</p><p>&lt;i&gt;</p>"


def test_a_per_cent_sign_of_a_phrase_is_one() -> None:
    made = environment(language="fr", autoescape=True).from_string("{{ _('%(n)s %% de %(all)s', n=5, all='<') }}").render()
    assert made == "5 % de &lt;"


def test_what_is_shown_on_a_condition_is_nothing_otherwise() -> None:
    made = environment(language="fr", autoescape=True).from_string("<p{{ ' hidden' if gone }}>{{ value }}</p>")
    assert made.render(gone=False, value=None) == "<p>None</p>"
    assert made.render(gone=True, value=0) == "<p hidden>0</p>"


def test_macros_take_their_arguments_in_any_way() -> None:
    env = environment(language="fr", autoescape=True)
    said = "{% macro say(a, b=2, c='<') %}{{ a }}{{ b }}{{ c }}{% endmacro %}"
    calls = "{{ say(1) }} {{ say(1, 3) }} {{ say(1, 3, 4) }} {{ say(c=5, a=6) }} {{ say('&', c=7) }}"
    assert env.from_string(said + calls).render() == "12&lt; 13&lt; 134 625 &amp;27"
    around = "{% macro box(words) %}<p>{{ words }}{{ caller() }}</p>{% endmacro %}{% call box('<') %}{{ '>' }}{% endcall %}"
    assert env.from_string(around).render() == "<p>&lt;&gt;</p>"
    for wrong in ("1, 2, 3, 4", "1, d=4", "1, a=2"):
        with pytest.raises(TypeError):
            env.from_string(said + f"{{{{ say({wrong}) }}}}").render()


def test_attributes_are_found_as_jinja_finds_them() -> None:
    env = environment(language="fr", autoescape=True)

    class Row:
        kind = "<q>"
        inner = SimpleNamespace(items=[SimpleNamespace(own={"of": "é"})])

    made = env.from_string(
        "{{ row.kind }} {{ row.inner.items[0].own.of }} {{ f(row.kind).it }} {% for one in row.inner.items %}{{ one.own.of }}{% endfor %}"
    )
    assert made.render(row=Row(), f=lambda kind: {"it": kind * 2}) == "&lt;q&gt; é &lt;q&gt;&lt;q&gt; é"
    with pytest.raises(UndefinedError, match="nothing"):
        env.from_string("{{ row.nothing }}").render(row=Row())


def test_functions_are_called_as_python_calls_them() -> None:
    env = environment(language="fr", autoescape=True)
    made = env.from_string("{{ f(1, b=2) }}{{ f(*given, **named) }}{{ f(1, class='c') }}{{ 'a'.upper() }}")

    def f(*args: object, **kwargs: object) -> str:
        return f"{args}{kwargs}"

    assert made.render(f=f, given=[1], named={"b": 2}) == Markup.escape(f"{f(1, b=2)}{f(1, b=2)}{f(1, **{'class': 'c'})}A")


def test_no_other_function_wants_the_context() -> None:
    made = environment(language="fr", autoescape=True).from_string("{{ f() }}")
    with pytest.raises(TypeError):
        made.render(f=pass_context(lambda context: ""))


def test_addresses_with_numbers_are_those_of_the_patterns() -> None:
    assert url("conversations:thread", thread_id=12) == reverse("conversations:thread", args=[12])
    assert url("conversations:discussion", kind="lesson", anchor_id=3) == reverse(
        "conversations:discussion", args=["lesson", 3]
    )
    assert url("home:home") == "/"
