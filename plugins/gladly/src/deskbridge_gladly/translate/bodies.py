"""Plain and rich text: Gladly has one field for both and does not say which it holds."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

# Without elements whose names people put into angle brackets themselves, such as <address>, <title> or <link>.
_ELEMENTS = (
    "a|b|blockquote|body|br|center|dd|del|div|dl|dt|em|font|h[1-6]?|head|hr|html|i|img|li|ol|p|pre|script|small|span"
    "|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul"
)
_MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|<!doctype\s|<!--", re.IGNORECASE)
_MOST_TAGS = 20_000
_MOST_UNENDED = 200
_HIDDEN = frozenset({"head", "script", "style", "title"})
_BLOCKS = frozenset(
    {"address", "article", "dd", "div", "dt", "figure", "footer", "header", "hr", "li", "section", "tr"}
)
_PARAGRAPHS = frozenset({"blockquote", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul"})
# No text has these two code points: Unicode keeps them for marks inside of programs.
_BLOCK, _PARAGRAPH = "\ufdd0", "\ufdd1"
_BREAK = re.compile(f" *[{_BLOCK}{_PARAGRAPH}][{_BLOCK}{_PARAGRAPH} ]*")
_MARKS = {ord(_BLOCK): None, ord(_PARAGRAPH): None}
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_KEPT_BLANK = re.compile(r"(?<= ) |^ | $", re.MULTILINE)
_NO_BREAK = "\xa0"


def is_rich(body: str) -> bool:
    """Whether a body holds HTML: a tag of an element that there is, so that ``<jo@example.com>`` is none.

    A body with hundreds of tags that never end, or with more tags than any person's mail has, is none either: it was
    made to keep readers of HTML busy, and is read as the text that it is.
    """
    opened = body.count("<")
    if opened > _MOST_TAGS or opened - body.count(">") > _MOST_UNENDED:
        return False
    return _MARKUP.search(body) is not None


def plain_text(body: str) -> str:
    """Return what a person reads of HTML: tags gone, blocks on lines of their own, entities read."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    text = re.sub(" +", " ", "".join(reader.parts)).strip(f" {_BLOCK}{_PARAGRAPH}")
    text = _BREAK.sub(lambda found: "\n\n" if _PARAGRAPH in found[0] else "\n", text)
    return re.sub(" *\n *", "\n", text).replace(_NO_BREAK, " ")


def written(text: str, rich: str) -> str:
    """Return the one body that carries a text or HTML.

    HTML goes as it is. A text goes as it is too, unless it would be read as HTML: then it is escaped, so that a
    ``<b>`` that somebody wrote about stays readable.
    """
    if rich:
        return rich
    if not is_rich(text):
        return text
    return as_html(text)


def as_html(text: str) -> str:
    """Return a text as HTML that reads the same, for what is HTML always."""
    lines = html.escape(_KEPT_BLANK.sub(_NO_BREAK, text.replace("\r\n", "\n")), quote=False).split("\n")
    return f"<p>{'<br>'.join(lines).replace(_NO_BREAK, '&nbsp;')}</p>"


class _Reader(HTMLParser):
    """Collects the text between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's
        # A body ends a head that was never closed.
        self._hidden = 0 if tag == "body" else self._hidden + (tag in _HIDDEN)
        self._preformatted += tag == "pre"
        self._break(tag)
        if tag == "br":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _HIDDEN))
        self._preformatted = max(0, self._preformatted - (tag == "pre"))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        data = data.translate(_MARKS)
        self.parts.append(data.replace(" ", _NO_BREAK) if self._preformatted else _BLANKS.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append(_PARAGRAPH)
        elif tag in _BLOCKS:
            self.parts.append(_BLOCK)
