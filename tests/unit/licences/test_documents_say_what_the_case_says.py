import datetime as dt

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.service import apply, item_of
from chalicelib.cases.store import load_history
from chalicelib.cases.vocabulary import Outcome
from chalicelib.catalogue.service import catalogue_of
from chalicelib.http.authority import AuthorityKind
from chalicelib.kernel.clock_entries import PauseReason
from chalicelib.kernel.working_time import Limit, Unit
from chalicelib.licences.identifier import LicenceIdentifier
from chalicelib.licences.request import Kind
from chalicelib.parties.applicants.service import FOR_ORGANISATIONS, FOR_PERSONS
from chalicelib.workflow.document_certificates import NothingToCertify, identifier_of, issuer_of, validity_of
from chalicelib.workflow.document_contents import Sources, decision_content, receipt_content
from chalicelib.workflow.document_words import AGENT_WORDS, REMEDIES, in_words
from tests.support.applications import AGENT, HEAD, REVIEWER, SHOP_BY_LI, WANG, accepted, decide, decided, submitted
from tests.support.cases import an_accepted_case_with_materials_to_follow, stored, upload, with_catalogue
from tests.support.items import late_item
from tests.support.platform import FakePlatform


def sources(cloud: FakePlatform, case: Case) -> Sources:
    """What the task gathers."""
    case, history = load_history(cloud.table, case.id)
    return Sources(
        case=case,
        item=item_of(cloud, case),
        history=tuple(history),
        calendar=catalogue_of(cloud).calendar(),
        verification_code="7K4M-9P2Q-XW3H-8N5T",
        verification_url="https://api.test/v1/verifications/7K4M-9P2Q-XW3H-8N5T",
        query_password="K7M4QX2P",
    )


def test_a_receipt_lists_what_came_from_where_and_until_when_it_is_decided(cloud: FakePlatform) -> None:
    content = receipt_content(sources(cloud, accepted(cloud)))
    assert [(one.name, one.source) for one in content.materials] == [
        ("驾驶人身体条件证明", "数据共享"),
        ("近期一寸白底免冠照片", "网上上传"),
    ]
    day = dt.date(2026, 3, 2)
    assert (content.received_on, content.accepted_on) == (day, day)
    assert (content.promised_due_on, content.statutory_due_on) == (day, dt.date(2026, 3, 3))
    assert (content.promised, content.statutory) == ("即办", "1个工作日")
    assert (content.enquiry_phone, content.query_password) == ("0898-00000001", "K7M4QX2P")


def test_a_receipt_made_late_says_what_one_made_at_once_says(cloud: FakePlatform) -> None:
    case = accepted(cloud)
    at_once = receipt_content(sources(cloud, case))
    cloud.clock.move(days=1)
    decide(cloud, case.id, Outcome.GRANTED, "符合条件")
    assert receipt_content(sources(cloud, case)) == at_once


def test_a_receipt_names_what_is_to_follow_and_by_when(cloud: FakePlatform) -> None:
    with_catalogue(cloud, late_item())
    case = stored(cloud.table, an_accepted_case_with_materials_to_follow())
    at_once = receipt_content(sources(cloud, case))
    assert [(one.name, one.until) for one in at_once.to_follow] == [
        ("材料rules", dt.date(2026, 3, 9)),
        ("材料contract", dt.date(2026, 3, 12)),
    ]
    assert [one.name for one in at_once.materials] == ["材料plan", "材料charter"]
    upload(case, "rules")
    stored(cloud.table, case)
    assert receipt_content(sources(cloud, case)) == at_once


def test_who_is_named_and_how(cloud: FakePlatform) -> None:
    content = decision_content(sources(cloud, decided(cloud)))
    assert (content.holder_name, content.holder_number) == (WANG.name, "460105********2215")
    assert content.authority == "公安局交通警察支队"
    assert content.verification_url.endswith(content.verification_code)
    assert WANG.id_number not in content.model_dump_json()


def test_a_grant_says_so_with_its_validity_and_identifier(cloud: FakePlatform) -> None:
    case = decided(cloud)
    content = decision_content(sources(cloud, case))
    assert content.title == "机动车驾驶证换证决定书"
    assert content.decision[0].endswith("符合法定条件、标准，现决定：准予机动车驾驶证期满换证。")
    assert content.decision[0].startswith("你于2026年3月2日提出的")
    assert content.decision[1] == "理由：材料齐全，符合换证条件。"
    assert "快递" in content.decision[2]
    assert (content.valid_from, content.valid_until) == (dt.date(2026, 3, 2), dt.date(2036, 3, 2))
    assert LicenceIdentifier.parse(content.licence_identifier).serial == case.number
    assert content.notice == ""


def test_a_denial_gives_reasons_and_remedies_and_no_identifier(cloud: FakePlatform) -> None:
    content = decision_content(sources(cloud, decided(cloud, Outcome.DENIED, "身体条件不符合规定。")))
    assert (content.title, content.title_en) == ("不予行政许可决定书", "Decision Refusing the Permit")
    assert content.decision[0].endswith("不符合法定条件、标准，现决定：不予机动车驾驶证期满换证。")
    assert content.decision[1] == "理由：身体条件不符合规定。"
    assert content.notice == REMEDIES and "六十日" in REMEDIES and "六个月" in REMEDIES
    assert content.legal_basis[-1] == "《中华人民共和国行政许可法》第三十八条第二款"
    assert (content.valid_from, content.valid_until, content.licence_identifier) == (None, None, "")


def test_special_procedures_move_the_due_date_and_are_not_time_used(cloud: FakePlatform) -> None:
    """Accepted on Monday 2 March, paused for an appraisal from 2 to 4 March, decided on Thursday 5 March."""
    case, calendar, why = (
        accepted(cloud),
        catalogue_of(cloud).calendar(),
        {"reason": "鉴定", "legal_basis": "第四十五条"},
    )
    act = cloud.act(REVIEWER)
    apply(
        cloud,
        case.id,
        act,
        lambda it: it.pause_clock(PauseReason.APPRAISAL, **why, act=act, calendar=calendar),
    )
    cloud.clock.move(days=2)
    later = cloud.act(REVIEWER)
    apply(cloud, case.id, later, lambda it: it.resume_clock(**why, act=later, calendar=calendar))
    cloud.clock.move(days=1)
    decide(cloud, case.id, Outcome.GRANTED, "符合条件")
    content = decision_content(sources(cloud, case))
    assert (content.accepted_on, content.decided_on) == (dt.date(2026, 3, 2), dt.date(2026, 3, 5))
    assert content.working_days_used == 1
    told = [event.data["due"] for event in load_history(cloud.table, case.id)[1] if event.type == "case.ClockResumed"]
    assert content.due_on.isoformat() == told[-1]


def test_an_extension_is_in_the_due_date(cloud: FakePlatform) -> None:
    case, calendar, act = accepted(cloud), catalogue_of(cloud).calendar(), cloud.act(HEAD)
    apply(
        cloud,
        case.id,
        act,
        lambda it: it.extend_clock(5, reason="案情复杂", legal_basis="第四十二条", act=act, calendar=calendar),
    )
    decide(cloud, case.id, Outcome.GRANTED, "符合条件")
    assert decision_content(sources(cloud, case)).due_on == dt.date(2026, 3, 9)


def test_silence_means_acceptance_and_the_receipt_says_since_when(cloud: FakePlatform) -> None:
    case = submitted(cloud)
    calendar = catalogue_of(cloud).calendar()
    cloud.clock.move(days=8)
    act = cloud.act()
    apply(cloud, case.id, act, lambda it: it.tick(act, calendar))
    content = receipt_content(sources(cloud, case))
    assert content.accepted_on == dt.date(2026, 3, 2)
    assert content.issued_at == act.at


def test_a_validity_that_began_on_a_leap_day_ends_with_february(cloud: FakePlatform) -> None:
    cloud.clock.instant = dt.datetime(2024, 2, 28, 17, tzinfo=dt.UTC)
    assert validity_of(decided(cloud), Kind.DECISION) == (dt.date(2024, 2, 29), dt.date(2034, 2, 28))


def test_a_receipt_never_runs_out(cloud: FakePlatform) -> None:
    assert validity_of(decided(cloud), Kind.RECEIPT) == (dt.date(2026, 3, 2), None)


def test_the_issuers_code_cannot_pass_for_a_social_credit_code(cloud: FakePlatform) -> None:
    assert issuer_of(decided(cloud)) == "GA4601000000000000"


def test_receipt_decision_and_denial_are_of_different_types(cloud: FakePlatform) -> None:
    case = decided(cloud)
    types = [identifier_of(case, kind).certificate_type for kind in (Kind.RECEIPT, Kind.DECISION)]
    assert types == ["ACCEPTANCERECEIPT", "DRIVINGLICENCE"]


def test_without_acceptance_or_decision_there_is_nothing_to_say(cloud: FakePlatform) -> None:
    waiting = sources(cloud, submitted(cloud))
    for content in (receipt_content, decision_content):
        with pytest.raises(NothingToCertify):
            content(waiting)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(amount=0), "即办"),
        (Limit(amount=20), "20个工作日"),
        (Limit(amount=15, unit=Unit.CALENDAR_DAY), "15日"),
        (Limit(amount=1, unit=Unit.HOUR), "1小时"),
        (Limit(amount=3, unit=Unit.MONTH), "3个月"),
    ],
)
def test_limits_in_words(limit: Limit, words: str) -> None:
    assert in_words(limit) == words


def test_an_organisation_is_named_with_its_code_and_whoever_acted_for_it(cloud: FakePlatform) -> None:
    case = decided(cloud, applicant=SHOP_BY_LI)
    for content in (receipt_content(sources(cloud, case)), decision_content(sources(cloud, case))):
        assert (content.holder_name, content.holder_number_kind, content.holder_number) == (
            "海口示例商贸有限公司",
            "统一社会信用代码",
            "91460100XNYL00013T",
        )
        assert (content.agent, content.addressee) == ("经办人：李示例，证件号码：460105********2224", "你单位")
        assert AGENT.id_number not in content.model_dump_json()
    assert content.decision[0].startswith("你单位于2026年3月2日提出的")
    assert "按你单位选择的快递方式" in content.decision[2]


@pytest.mark.parametrize("kind", [AuthorityKind.REPRESENTATIVE, AuthorityKind.ATTORNEY, AuthorityKind.GUARDIAN])
def test_in_which_capacity_somebody_acted_is_said(cloud: FakePlatform, kind: AuthorityKind) -> None:
    agent = AGENT.model_copy(update={"authority": kind})
    content = decision_content(sources(cloud, decided(cloud, applicant=WANG.model_copy(update={"agent": agent}))))
    assert content.agent.startswith(f"{AGENT_WORDS[kind]}：李示例")
    assert (content.holder_name, content.addressee) == (WANG.name, "你")


def test_every_capacity_in_which_somebody_represents_has_a_word() -> None:
    assert set(AGENT_WORDS) == FOR_ORGANISATIONS | FOR_PERSONS
