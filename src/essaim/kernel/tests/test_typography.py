"""French typography leaves markup alone."""

from essaim.kernel.typography import french_html


def test_text_is_set_and_markup_is_not() -> None:
    html = '<p title="a !">Vraiment ? <code>if a ? b : c;</code> &lt;b&gt; &amp; fin !</p>'
    assert french_html(html) == ('<p title="a !">Vraiment\u202f? <code>if a ? b : c;</code> &lt;b&gt; &amp; fin\u202f!</p>')
    assert french_html(french_html(html)) == french_html(html)
