"""French typography leaves markup alone."""

from essaim.kernel.typography import french, french_html


def test_text_is_set_and_markup_is_not() -> None:
    html = '<p title="a !">Vraiment ? <code>if a ? b : c;</code> &lt;b&gt; &amp; fin !</p>'
    assert french_html(html) == ('<p title="a !">Vraiment\u202f? <code>if a ? b : c;</code> &lt;b&gt; &amp; fin\u202f!</p>')
    assert french_html(french_html(html)) == french_html(html)


def test_a_quotation_may_hold_inline_tags_and_ends_with_its_block() -> None:
    assert french_html('<p>Il dit "oui, <b>vraiment</b> !" : l\'<i>eau</i>.</p>') == (
        "<p>Il dit «\u202foui, <b>vraiment</b>\u202f!\u202f»\u00a0: l’<i>eau</i>.</p>"
    )
    assert french_html('<p>"a\nb"</p><p>"c</p>') == '<p>«\u202fa\nb\u202f»</p><p>"c</p>'
    assert french_html("&quot;a&quot; &amp; b") == "«\u202fa\u202f» &amp; b"


def test_the_number_of_an_article_or_a_case_stays_with_what_announces_it() -> None:
    assert french_html("<p>article L. 121-4, L.1221-6 (n° 19-12.058)</p>") == (
        "<p>article L.\u00a0121-4, L.\u00a01221-6 (n°\u00a019-12.058)</p>"
    )


def test_marks_that_are_repeated_stay_together() -> None:
    assert french("L'heure !! On commence?!") == "L’heure\u202f!! On commence\u202f?!"
    assert french('"Vraiment"? "Oui"!') == "«\u202fVraiment\u202f»\u202f? «\u202fOui\u202f»\u202f!"
    assert french(french("« Déjà ??? »")) == french("« Déjà ??? »") == "«\u202fDéjà\u202f???\u202f»"
