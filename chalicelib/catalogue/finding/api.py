"""Searching and browsing the catalogue over HTTP."""

from pydantic import Field

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.finding.cursor import cursor_of, list_of, place_of
from chalicelib.catalogue.finding.errors import SearchUnavailable
from chalicelib.catalogue.finding.finder import Wish
from chalicelib.catalogue.finding.service import finder_of
from chalicelib.catalogue.finding.views import FoundItem, FoundItems, LifeEventsView, LifeEventView, facets_view
from chalicelib.catalogue.finding.words import LONGEST_TEXT
from chalicelib.catalogue.vocabulary import AdministrativeLevel, LifeEvent, SubjectKind
from chalicelib.catalogue.words import word_of
from chalicelib.http.call import Call, Reply
from chalicelib.http.grants import public
from chalicelib.http.paging import CursorRefused, PageQuery
from chalicelib.kernel.instants import shanghai_date
from chalicelib.kernel.text import Text

PUBLIC = public("what can be applied for is public information (Government Information Disclosure Regulations)")


class ItemQuery(PageQuery):
    """What is looked for: every filter that is given has to be met."""

    words: str = Field(
        "",
        max_length=LONGEST_TEXT,
        description="Chinese without spaces, pinyin or its initials, or English; a wrong character is forgiven.",
    )
    life_event: LifeEvent | None = None
    department: str = Field("", pattern=r"^([A-Z0-9-]{2,20})?$", description="Code of a department.")
    region: str = Field(
        "",
        pattern=r"^(\d{6}|\d{9})?$",
        description="Where the applicant is: items that serve the region, what it lies in, or the whole province.",
    )
    subject: SubjectKind | None = None
    item_level: AdministrativeLevel | None = None
    no_visit: bool = Field(False, description="Only items that nobody has to visit an office for.")
    instant: bool = Field(False, description="Only items that are concluded on the same working day.")

    def to_wish(self) -> Wish:
        """As the finder takes it."""
        return Wish(
            words=self.words,
            life_event=self.life_event or "",
            department=self.department,
            region=self.region,
            subject=self.subject or "",
            level=self.item_level or "",
            no_visit=self.no_visit,
            instant=self.instant,
        )


@catalogue_area.get(
    "/v1/items",
    access=PUBLIC,
    summary=Text("查找事项", "Find items"),
    refusals=(CursorRefused, SearchUnavailable),
    consistency="up to one minute old",
)
def find_items(call: Call, query: ItemQuery) -> Reply[FoundItems]:
    """Items in force today, the best answers first, with counts of what they may be narrowed down by."""
    finder, wish, today = finder_of(call.platform), query.to_wish(), shanghai_date(call.act.at)
    this_list = list_of(finder.identity, wish, today)
    found = finder.find(wish, today, limit=query.limit, after=place_of(query.cursor, this_list))
    following = cursor_of(found.end, this_list)
    page = FoundItems(
        entries=[FoundItem.of(summary, call.language) for summary in found.summaries],
        next=following,
        facets=facets_view(found.facets, finder, call.language),
    )
    return Reply(page, next_cursor=following)


@catalogue_area.get(
    "/v1/life-events",
    access=PUBLIC,
    summary=Text("人生与企业事件", "Life events"),
    consistency="the same until the next deployment",
)
def list_life_events(call: Call) -> Reply[LifeEventsView]:
    """What happens in a life or an enterprise and makes people look for items."""
    views = [LifeEventView(code=it, name_zh=word_of(it).zh, name_en=word_of(it).en) for it in LifeEvent]
    return Reply(LifeEventsView(life_events=views))
