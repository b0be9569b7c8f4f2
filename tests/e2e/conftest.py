"""One embedded cloud for the whole run: packaged, deployed and seeded once, ended at the end."""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from infra import turn_key
from infra.local import cloud as embedded
from infra.local.catalogue_office import CatalogueOffice
from infra.local.cloud import Cloud
from infra.local.journey import Cast, Journey
from infra.local.operating import fill
from infra.local.people import Person, Sandbox
from infra.package.build import ROOT
from tests.e2e.dog_registration import CERTIFICATE, CODE, ITEM, unlawful

STATE = ROOT / ".local" / "e2e"
HAINAN = ZoneInfo("Asia/Shanghai")


@dataclass
class World:
    """The running deployment and the people who use it; everybody signs in once."""

    cloud: Cloud
    sandbox: Sandbox
    people: dict[str, Person]
    client_id: str = ""
    """The program that everybody comes by, but for the operator who registers it."""

    @property
    def api(self) -> str:
        return self.cloud.base_url

    def person(self, name: str, mobile: str, id_number: str = "") -> Person:
        """Somebody, always the same one for a mobile number."""
        return self.people.setdefault(mobile, self.newcomer(name, mobile, id_number))

    def newcomer(self, name: str, mobile: str, id_number: str = "") -> Person:
        """Somebody at a browser where nobody is signed in."""
        return Person(name, mobile, self.api, self.sandbox, id_number=id_number, client_id=self.client_id)

    def let_many_come_from_here(self) -> None:
        """The whole run comes from one address: a client of its own may ask for more codes an hour than a browser."""
        wanted = {"name": "试验前端", "channel": "WEB", "is_confidential": False, "codes_per_hour": 600}
        registered = self.official("13900460001").post("/v1/clients", wanted)
        self.client_id = registered["client"]["client_id"]

    def official(self, mobile: str) -> Person:
        """A member of the seeded staff, signed in."""
        person = self.person("官员", mobile)
        person.sign_in()
        return person

    @property
    def reviewer(self) -> Person:
        return self.official("13900460101")

    @property
    def head(self) -> Person:
        return self.official("13900460102")

    def anyone(self) -> Person:
        """Somebody without an account."""
        return Person("任何人", "", self.api, self.sandbox)

    def journey(self, applicant: Person) -> Journey:
        """A renewal of this applicant, told to nobody."""
        return Journey(Cast(applicant, self.reviewer, self.head), self.sandbox, lambda step, text: None)


WANG = ("王示例", "13800138000", "460105199003072215")
LI = ("李样本", "13800138001", "46020019951218442X")
WU = ("吴测试", "13800138002", "110101197809093125")
CHEN = ("陈虚构", "13800138004", "469005198811300544")
FOREIGN = ("示例·外籍", "13800138003", "946276198503140014")


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    shutil.rmtree(STATE, ignore_errors=True)
    cloud = embedded.start(STATE)
    try:
        embedded.bring_up(cloud, _package())
        fill(cloud)
        turn_the_key_ring(cloud)
        world = World(cloud, Sandbox(cloud.sandbox.url), {})
        world.let_many_come_from_here()
        yield world
    finally:
        embedded.stop(STATE)


def turn_the_key_ring(cloud: Cloud) -> None:
    """Staff are under the first key, everybody who comes now under the second. No function has read the ring yet."""
    for step in ("add", "use"):
        turn_key.turn(cloud.client("secretsmanager"), cloud.outputs()["KeyRingSecretId"], step)


def _package() -> Path | None:
    """A package that was built before, when the test run says where it is; otherwise it is built now."""
    built = os.environ.get("BUJIANMIAN_PACKAGE")
    return Path(built) if built else None


@pytest.fixture(scope="session")
def renewal(world: World) -> Journey:
    """One renewal that has gone through all eight steps."""
    journey = world.journey(world.person(*WANG))
    journey.walk()
    return journey


@pytest.fixture(scope="session")
def office(world: World) -> CatalogueOffice:
    """The catalogue office of the province, signed in."""
    return CatalogueOffice(world.official("13900460021"), world.official("13900460022"))


@pytest.fixture(scope="session")
def dog_registration(world: World, office: CatalogueOffice) -> dict[str, Any]:
    """A new item from its file to its batch; what was seen on the way."""
    seen: dict[str, Any] = {"before": found(world, "养犬登记"), "coverage before": coverage(world)}
    seen["certificate"] = office.import_file("dog.yaml", CERTIFICATE.read_bytes())
    seen["first import"] = office.import_file("dog.yaml", unlawful())
    seen["refused"] = office.check(CODE)
    seen["second import"] = office.import_file("dog.yaml", ITEM.read_bytes())
    seen["import again"] = office.import_file("dog.yaml", ITEM.read_bytes())
    seen["checked"] = office.check(CODE)
    path = f"/v1/catalogue/items/{CODE}"
    seen["own approval"] = office.manager.ask(
        "POST", f"{path}/approval", {"sha256": "0" * 64}, etag=office.manager.version(path)
    )
    seen["approved"] = office.approve(CODE)
    seen["batch"] = office.publish("养犬登记上线", [CODE], today())
    return seen


def today() -> dt.date:
    """In Hainan."""
    return dt.datetime.now(HAINAN).date()


def found(world: World, words: str) -> list[str]:
    """The codes of what anybody finds with these words."""
    answer = world.anyone().get(f"/v1/items?words={words}")
    return [entry["code"] for entry in answer["entries"]]


def coverage(world: World) -> dict[str, Any]:
    """The live figure."""
    figure: dict[str, Any] = world.anyone().get("/v1/catalogue/coverage")
    return figure
