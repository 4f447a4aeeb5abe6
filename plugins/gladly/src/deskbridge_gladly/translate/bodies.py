"""Plain and rich text: Gladly has one field for both and does not say which it holds."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

_ELEMENTS = (
    "a|abbr|address|article|b|big|blockquote|body|br|caption|center|cite|code|col|colgroup|dd|del|div|dl|dt|em|figure"
    "|font|footer|form|h[1-6]?|head|header|hr|html|i|iframe|img|input|ins|label|li|link|meta|ol|p|pre|q|s|script"
    "|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|video"
)
_MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|<!doctype\s|<!--", re.IGNORECASE)
_HIDDEN = frozenset({"head", "script", "style", "title"})
_BREAKS = frozenset(
    "address article blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul".split()  # noqa: E501, SIM905
)
_BLANKS = re.compile(r"[^\S\n]+")


def is_rich(body: str) -> bool:
    """Whether a body holds HTML: a tag of an element that there is, so that ``<jo@example.com>`` is none."""
    return _MARKUP.search(body) is not None


def plain_text(body: str) -> str:
    """Return what a person reads of HTML: tags gone, blocks on lines of their own, entities read."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def written(text: str, rich: str) -> str:
    """Return the one body that carries a text or HTML.

    HTML goes as it is. A text goes as it is too, unless it would be read as HTML: then it is escaped, so that a
    ``<b>`` that somebody wrote about stays readable.
    """
    if rich:
        return rich
    if is_rich(text):
        return f"<p>{'<br>'.join(html.escape(text, quote=False).splitlines())}</p>"
    return text


class _Reader(HTMLParser):
    """Collects the text between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's
        self._hidden += tag in _HIDDEN
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base's
        if tag in _BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in _BREAKS and tag != "br":
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
