"""A sheet to draw on: boxes, arrows, words. The same calls always give the same bytes.

A sheet brings its own light ground, so that it reads the same on light and on dark pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

FONTS = "system-ui, 'Noto Sans SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
INK, QUIET, LINE, GROUND = "#22313d", "#5d6b76", "#7d8a94", "#fbfcfa"
PAPER, BLUE, AMBER, GREEN, RED, GREY = "#ffffff", "#e3eef7", "#fdf0d5", "#e2f1e4", "#fae3df", "#eceff1"

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle that arrows can be tied to."""

    x: float
    y: float
    w: float
    h: float

    @property
    def left(self) -> Point:
        return self.x, self.y + self.h / 2

    @property
    def right(self) -> Point:
        return self.x + self.w, self.y + self.h / 2

    @property
    def top(self) -> Point:
        return self.x + self.w / 2, self.y

    @property
    def bottom(self) -> Point:
        return self.x + self.w / 2, self.y + self.h


@dataclass
class Sheet:
    """Collects shapes; `render` gives the SVG. Lengths are pixels from the upper left corner."""

    width: float
    height: float
    title: str
    _shapes: list[str] = field(default_factory=list)

    def box(self, box: Box, *, fill: str = PAPER, dashed: bool = False, radius: float = 7, edge: str = LINE) -> Box:
        """A rounded rectangle."""
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self._shapes.append(
            f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.w:g}" height="{box.h:g}" rx="{radius:g}" '
            f'fill="{fill}" stroke="{edge}"{dash}/>'
        )
        return box

    def words(
        self, at: Point, text: str, *, size: float = 13, ink: str = INK, anchor: str = "middle", bold: bool = False
    ) -> None:
        """One line of text; `at` is the middle of its base line, or its beginning or end."""
        weight = ' font-weight="600"' if bold else ""
        self._shapes.append(
            f'<text x="{at[0]:g}" y="{at[1]:g}" font-size="{size:g}" fill="{ink}" text-anchor="{anchor}"{weight}>'
            f"{escape(text)}</text>"
        )

    def lines(
        self, at: Point, texts: Sequence[str], *, step: float, size: float, ink: str = QUIET, anchor: str = "middle"
    ) -> None:
        """Several lines of text, one under the other, `step` apart."""
        for number, text in enumerate(texts):
            self.words((at[0], at[1] + number * step), text, size=size, ink=ink, anchor=anchor)

    def arrow(self, *points: Point, dashed: bool = False, both: bool = False) -> None:
        """A line through the points with a head at its end, or at both ends."""
        path = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        start = ' marker-start="url(#head)"' if both else ""
        self._shapes.append(
            f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.4"{dash}{start} marker-end="url(#head)"/>'
        )

    def label(self, at: Point, text: str, *, size: float = 11.5, anchor: str = "middle") -> None:
        """Words beside an arrow."""
        self.words(at, text, size=size, ink=QUIET, anchor=anchor)

    def render(self) -> str:
        """The SVG document."""
        size = f'width="{self.width:g}" height="{self.height:g}" viewBox="0 0 {self.width:g} {self.height:g}"'
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(self.title)} '
            f'font-family="{FONTS}">\n<title>{escape(self.title)}</title>\n'
            '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
            f'orient="auto-start-reverse"><path d="M0 1L9 5L0 9z" fill="{LINE}"/></marker></defs>\n'
            f'<rect width="{self.width:g}" height="{self.height:g}" rx="12" fill="{GROUND}"/>\n'
        )
        return head + "\n".join(self._shapes) + "\n</svg>\n"
