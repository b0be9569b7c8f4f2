"""People who register, sign in and prove who they are, on a fake platform."""

from chalicelib.aws.bus import cloud_event
from chalicelib.kernel.events import RecordedEvent
from chalicelib.parties import service, sign_in
from chalicelib.parties.challenges import Challenge, Purpose, one_time_code
from chalicelib.parties.clients.model import WEB, Client
from chalicelib.parties.sign_in import SignedIn
from chalicelib.parties.sources.face import FaceResult
from chalicelib.parties.sources.population import IdentityMatch
from chalicelib.workflow.check_identity import Sources, conclude
from chalicelib.workflow.consuming import CloudEvent, received
from tests.support.platform import FakePlatform

MOBILE = "13800000001"
NAME, ID_NUMBER = "王示例", "460105199003072215"
ADDRESS = "192.0.2.1"


class FakePopulation:
    """Answers what it is told to; remembers what it was asked."""

    def __init__(self, answer: IdentityMatch = IdentityMatch.MATCH) -> None:
        self.answer = self.of_guardians = answer
        self.asked: list[tuple[str, str]] = []

    def check(self, name: str, id_number: str) -> IdentityMatch:
        self.asked.append((name, id_number))
        return self.answer

    def guardianship(self, guardian_id_number: str, ward_id_number: str) -> IdentityMatch:
        self.asked.append((guardian_id_number, ward_id_number))
        return self.of_guardians


class FakeFaces:
    """Answers a result, or raises what it is given."""

    def __init__(self, answer: FaceResult | Exception = FaceResult(True, True, 98)) -> None:  # noqa: B008 - frozen
        self.answer = answer

    def result(self, token: str, id_number: str) -> FaceResult:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def sources(
    population: FakePopulation | None = None, faces: FakeFaces | None = None, certificates: FakeFaces | None = None
) -> Sources:
    """Who is asked; whoever is not given says yes."""
    return Sources(population or FakePopulation(), faces or FakeFaces(), certificates or FakeFaces())


def ask_code(
    cloud: FakePlatform,
    mobile: str = MOBILE,
    purpose: Purpose = Purpose.REGISTRATION,
    address: str = ADDRESS,
    client: Client = WEB,
) -> Challenge:
    """A committed challenge."""
    uow = cloud.unit_of_work()
    challenge = sign_in.issue_code(
        cloud,
        uow,
        purpose=purpose,
        mobile=mobile,
        language="zh-CN",
        address=address,
        client=client,
        now=cloud.wall.now(),
    )
    uow.commit()
    return challenge


def code_of(cloud: FakePlatform, challenge: Challenge) -> str:
    """What the SMS says."""
    return one_time_code(cloud.secrets, challenge.id)


def answer(cloud: FakePlatform, challenge: Challenge, code: str | None = None) -> SignedIn:
    """Sign in with a code, the right one unless told otherwise."""
    given = code_of(cloud, challenge) if code is None else code
    return sign_in.open_session(cloud, cloud.act(), challenge_id=challenge.id, code=given, now=cloud.wall.now())


def signed_in(cloud: FakePlatform, mobile: str = MOBILE, purpose: Purpose = Purpose.REGISTRATION) -> SignedIn:
    """Ask, answer, and let two minutes pass so that the next code may be asked for."""
    outcome = answer(cloud, ask_code(cloud, mobile, purpose))
    cloud.wall.move(minutes=2)
    return outcome


def ask_identity_check(
    cloud: FakePlatform, account_id: str, name: str = NAME, id_number: str = ID_NUMBER
) -> CloudEvent:
    """A committed request; the event that the consumer will get."""
    uow = cloud.unit_of_work()
    account = service.request_identity_check(cloud, uow, account_id, name=name, id_number=id_number)
    event = as_delivered(account.pending[-1])
    uow.commit()
    return event


def ask_face_check(cloud: FakePlatform, account_id: str, token: str = "face-token") -> CloudEvent:
    """A committed request; the event that the consumer will get."""
    uow = cloud.unit_of_work()
    account = service.request_face_check(cloud, uow, account_id, token=token)
    event = as_delivered(account.pending[-1])
    uow.commit()
    return event


def ask_certificate_check(cloud: FakePlatform, account_id: str, token: str = "ca-token") -> CloudEvent:
    """A committed request; the event that the consumer will get."""
    uow = cloud.unit_of_work()
    account = service.request_certificate_check(cloud, uow, account_id, token=token)
    event = as_delivered(account.pending[-1])
    uow.commit()
    return event


def identified(cloud: FakePlatform, mobile: str = MOBILE, name: str = NAME, id_number: str = ID_NUMBER) -> str:
    """The id of an account at L3."""
    account_id = signed_in(cloud, mobile).principal.id
    conclude(cloud, sources(), ask_identity_check(cloud, account_id, name, id_number))
    conclude(cloud, sources(), ask_face_check(cloud, account_id))
    return account_id


def as_delivered(event: RecordedEvent) -> CloudEvent:
    """`event` as a consumer gets it from the bus."""
    return received({"detail": cloud_event(event)})
