"""Mark-up to paragraphs: blocks, breaks, tables, mark-up escaped once too often."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiresearch.config import Limits
from wiresearch.readers import blocks, markup
from wiresearch.readers.paragraphs import Body

LIMITS = Limits()


def body(source: str) -> Body:
    return blocks.body(markup.html(source, LIMITS, "f"))


@pytest.mark.parametrize(
    ("source", "paragraphs"),
    [
        ("<p>One <b>word</b>.</p><p>Two.</p>", ("One word.", "Two.")),
        ("before<p>inside</p>behind<div>last</div>", ("before", "inside", "behind", "last")),
        ("<p> </p><p>&nbsp;</p><p/><p>x\n   y</p>", ("x y",)),
        ("<ul><li>a<li>b</ul><h2>Sub</h2><blockquote>q</blockquote>", ("a", "b", "Sub", "q")),
        ("<p>The fire, the <br />wind and the <br />rain.</p>", ("The fire, the wind and the rain.",)),
        ("<p>First.<br><br>Second.</p>", ("First.", "Second.")),
        ("<p>first<br>&nbsp;&nbsp;&nbsp; Second set in.</p>", ("first", "Second set in.")),
        ("<p>a<script>no()</script>b<style>p{}</style></p><figure><img><figcaption>Photo</figcaption></figure>", ("ab",)),
        ("<p>&lt;p&gt;In&lt;/p&gt;&lt;p&gt;escaped &amp;amp; twice&lt;/p&gt;</p>", ("In", "escaped & twice")),
        ("<p>800&lt;endash&gt;-&lt;/endash&gt;900 o&amp;#39;clock</p>", ("800-900 o'clock",)),
        (
            "<div class='wp-caption alignleft'><img><p class='wp-caption-text'>A cup</p></div><p class='caption'>Jo</p><p>Tea.</p>",
            ("Tea.",),
        ),
        ("<p class='has-captions'>Tea.</p>", ("Tea.",)),
        ("<p>&lt;P&gt;Te&lt;O:P&gt;a&lt;/O:P&gt;&lt;SPACER&gt;.&lt;/P&gt;</p>", ("Tea.",)),
        ("<p>1 &lt; 2 and 3 > 2</p>", ("1 < 2 and 3 > 2",)),
        (
            "<p>Tea Plc &lt;TEA.L&gt; and &lt;B.N&gt; rose &lt;B&gt;a lot&lt;/B&gt; more than &lt;LCOc1&gt;.</p>",
            ("Tea Plc <TEA.L> and <B.N> rose a lot more than <LCOc1>.",),
        ),
        ("<pre>one\ntwo\n\nthree</pre>", ("one two", "three")),
        ("", ()),
    ],
)
def test_blocks_become_paragraphs(source: str, paragraphs: tuple[str, ...]) -> None:
    assert body(source).paragraphs == paragraphs


def test_mark_up_is_unescaped_once_only() -> None:
    assert body("<p>&amp;lt;p&amp;gt;kept&amp;lt;/p&amp;gt;</p>").paragraphs == ("<p>kept</p>",)


def test_a_story_in_one_block_is_cut_where_lines_are_set_in() -> None:
    source = "<p>\n            Ministers met here on\nTuesday, they said.\n   They drank tea.\n   Nobody drank\ncoffee. \n          </p>"
    assert body(source).paragraphs == ("Ministers met here on Tuesday, they said.", "They drank tea.", "Nobody drank coffee.")


def test_pretty_printing_is_no_set_in() -> None:
    assert body("<p>(X) - With the team\n        up after three\n        games.\n    </p>").paragraphs == (
        "(X) - With the team up after three games.",
    )


def test_tables_keep_their_rows() -> None:
    rows = "".join(f"<tr><td>Team {n}</td><td>{n}</td><td></td></tr>" for n in range(4))
    found = body(f"<p>Standings</p><table><tr><th>League</th></tr>{rows}</table>")
    assert found == Body(("Standings", "League\nTeam 0  0\nTeam 1  1\nTeam 2  2\nTeam 3  3"), is_table=True)


def test_a_table_that_lays_out_a_page_is_none() -> None:
    found = body("<table><tr><td><table><tr><td><p>One.</p></td></tr></table></td><td><ul><li>Two.</li></ul></td></tr></table>")
    assert sorted(found.paragraphs) == ["One.", "Two."]
    assert not found.is_table


def test_a_cell_of_a_table_may_be_one_paragraph_of_bold_words() -> None:
    cells = "<tr><td><div><p><b>{}</b></p></div></td><td><p>$</p></td><td><p>1.0</p></td></tr>"
    found = body(f"<table>{cells.format('Sales')}{cells.format('Cost')}</table>")
    assert found.paragraphs == ("Sales  $  1.0\nCost  $  1.0",)


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td><p>One.</p><p>Two.</p></td><td>Three.</td></tr></table>",
        "<table><tr><td>One.</td></tr><tr><td>Two.</td></tr><tr><td>Three.</td></tr></table>",
    ],
)
def test_paragraphs_in_a_cell_and_cells_of_one_column_are_paragraphs(table: str) -> None:
    assert body(table) == Body(("One.", "Two.", "Three."), is_table=False)


def test_a_long_cell_is_text() -> None:
    story = "Tea is dear. " * 30
    assert body(f"<table><tr><td>Menu</td><td>{story}<br><br>More.</td></tr></table>").paragraphs == ("Menu", story.strip(), "More.")


def test_a_string_is_taken_for_what_it_looks_like() -> None:
    assert blocks.body_of("<p>One.</p>Two &amp; three", LIMITS, "f").paragraphs == ("One.", "Two & three")
    assert blocks.body_of("<p>Tea &lt;TEA.L&gt; and <COF.L> fell.</p>", LIMITS, "f").paragraphs == ("Tea <TEA.L> and <COF.L> fell.",)
    assert blocks.body_of("One &amp; two\ngo on.\n\nThree < four.", LIMITS, "f").paragraphs == ("One & two go on.", "Three < four.")


def test_one_line_of_an_element() -> None:
    assert blocks.line(markup.html("<p>a\n <b>b</b> &amp;amp; c</p>", LIMITS, "f")) == "a b & c"
    assert blocks.line(None) == ""


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<h1>One<br>two</h1>", "One two"),
        ("<div><p>By Jane</p><p>in Paris</p></div>", "By Jane in Paris"),
        ("<h1>New<em>er</em> tea</h1>", "Newer tea"),
        ("<h1>&lt;b&gt;Tea&lt;/b&gt;: up&lt;br/&gt;again, &lt;TEA.L&gt; 1 &lt; 2</h1>", "Tea: up again, <TEA.L> 1 < 2"),
    ],
)
def test_a_line_keeps_words_apart_and_leaves_out_mark_up(source: str, words: str) -> None:
    assert blocks.line(markup.html(source, LIMITS, "f")) == words


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<br>", "<td>", "<tr>", "<table>", "word ", "\n    ", "&lt;p&gt;", "<pre>", "&amp;#39;"]),
        max_size=30,
    )
)
def test_no_word_is_lost_or_doubled(pieces: list[str]) -> None:
    source = "".join(pieces)
    assert " ".join(body(source).paragraphs).count("word") == source.count("word")
