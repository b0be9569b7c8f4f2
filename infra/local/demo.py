"""`python -m infra.local.demo`: what the catalogue holds, then one real application through all eight steps, with its
timeline at the end.
"""

import argparse
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from infra.local import cloud as embedded
from infra.local.cloud import Cloud
from infra.local.journey import Cast, Journey
from infra.local.operating import fill
from infra.local.people import GaveUp, Person, Sandbox, until

DEMO_STATE = embedded.STATE / "demo"
HAINAN = timezone(timedelta(hours=8))
MISTYPED = "驾驶正期满"
"""What somebody looks for, with one wrong character."""
HOLDERS = {
    "APPLICANT": "申请人 applicant",
    "DEPARTMENT": "部门 department",
    "SYSTEM": "系统 system",
    "COURIER": "快递 courier",
    "SPECIAL_PROCEDURE": "特别程序 special procedure",
}


class Teller:
    """Writes what happens as it happens, with the seconds since the beginning."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def say(self, step: str, text: str) -> None:
        """One line; a step's name starts a new paragraph."""
        lead = f"\n{step}\n" if step else ""
        sys.stdout.write(f"{lead}  {time.monotonic() - self._start:6.1f} s  {text}\n")
        sys.stdout.flush()


def main() -> None:
    """Bring everything up, walk the eight steps, show the timeline; end it all unless it is to stay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stay", action="store_true", help="leave the embedded cloud running")
    stay = parser.parse_args().stay
    state = embedded.STATE if stay else DEMO_STATE
    if not stay:
        shutil.rmtree(state, ignore_errors=True)
    teller = Teller()
    try:
        up = begin(state, teller)
        tell_catalogue(up, teller)
        walk(up, teller)
        tell_addresses(up, teller, stay=stay)
    finally:
        if not stay:
            embedded.discard(state)


def begin(state: Path, teller: Teller) -> Cloud:
    """The embedded cloud with the stack deployed and seeded; what is there already is brought up to date."""
    teller.say("准备 prepare", "启动嵌入式云，打包代码 starting the embedded cloud, packaging the code")
    with ThreadPoolExecutor() as side_by_side:
        packed = side_by_side.submit(embedded.package)
        up = embedded.start(state)
    teller.say("", f"嵌入式云 embedded cloud {up.emulator.url}, 沙箱 sandbox {up.sandbox.url}")
    teller.say("", "部署中 deploying the stack")
    embedded.bring_up(up, packed.result())
    teller.say("", f"已部署 deployed {up.base_url}")
    teller.say("", "载入目录、日历、人员 loading catalogue, work calendar and staff")
    fill(up, lambda line: teller.say("", line))
    teller.say("", "事项目录、工作日历、人员已就绪 catalogue, work calendar and staff are in place")
    return up


def tell_catalogue(up: Cloud, teller: Teller) -> None:
    """What anybody may ask the catalogue: how much is published, how far the plan is, where something is."""
    teller.say("事项目录 catalogue", "查询目录 asking the catalogue, whose functions now start")
    anyone = Person("任何人", "", up.base_url, Sandbox(up.sandbox.url))
    edition = anyone.get("/v1/catalogue/editions/current")["edition"]
    share = share_of(anyone)
    whole, target = share["whole"], share["target"]
    published = whole["no_visit"] + whole["missing"].get("VISIT", 0)
    teller.say("", f"第 {edition} 版 edition: 已公布 {published} 个事项 items published")
    reached = f"不见面 no visit {whole['no_visit']}/{whole['items']} = {whole['percent']}%"
    teller.say("", f"{reached}, 目标 target {target['share_percent']}%")
    found = anyone.get(f"/v1/items?limit=1&words={MISTYPED}")["entries"][0]
    teller.say("", f"搜索 search “{MISTYPED}” → {found['name']} {found['code']}")


def share_of(anyone: Person) -> dict[str, Any]:
    """The figures, once they have caught up with the live edition: they follow it by seconds."""
    shown = anyone.get("/v1/items?limit=1")["facets"]["no_visit"]
    with suppress(GaveUp):
        until(lambda: anyone.get("/v1/catalogue/coverage")["whole"]["no_visit"] == shown, "the figures", patience=10)
    figures: dict[str, Any] = anyone.get("/v1/catalogue/coverage")
    return figures


def walk(up: Cloud, teller: Teller) -> Journey:
    """The eight steps, and the timeline that they leave."""
    sandbox = Sandbox(up.sandbox.url)
    journey = Journey(Cast.gather(up.base_url, sandbox), sandbox, teller.say)
    journey.walk()
    tell_timeline(journey, teller)
    return journey


def tell_timeline(journey: Journey, teller: Teller) -> None:
    """Who, what, when; how long each party held the case; the due date and its explanation."""
    told = journey.cast.applicant.get(f"{journey.case_path}/timeline")
    teller.say(f"办理过程 timeline of {told['number']}", "")
    for entry in told["entries"]:
        at = datetime.fromisoformat(entry["at"]).astimezone(HAINAN)
        data = " ".join(f"{name}={value}" for name, value in _worth_telling(entry["data"]).items())
        sys.stdout.write(f"  {entry['sequence']:3} {at:%m-%d %H:%M:%S} {entry['role']:<12} {entry['what']}  {data}\n")
    sys.stdout.write("\n  各方用时 time held\n")
    for held in told["held"]:
        sys.stdout.write(f"      {HOLDERS[held['holder']]:<28} {held['seconds']:5} s\n")
    for explained in journey.deadlines:
        tell_deadline(explained)


def tell_deadline(explained: dict[str, object]) -> None:
    """One clock's dates, day by day."""
    dates = f"承诺 promised {explained['promised']}, 法定 statutory {explained['statutory']}"
    sys.stdout.write(f"\n  时限 {explained['kind']}: {dates}\n")
    for day in explained["statutory_days"]:  # type: ignore[attr-defined]
        sys.stdout.write(f"      {day['date']}  {day['zh']} · {day['en']}\n")


def tell_addresses(up: Cloud, teller: Teller, *, stay: bool) -> None:
    """Where to look next."""
    teller.say("地址 addresses", f"API            {up.base_url}/v1")
    teller.say("", f"文档 docs      {up.base_url}/v1/docs")
    teller.say("", f"沙箱 sandbox   {up.sandbox.url}/")
    teller.say("", "make down 结束 ends it" if stay else "已结束 ended; make run 保持运行 stays up")


def _worth_telling(data: dict[str, object]) -> dict[str, object]:
    """The event's data without what only machines read."""
    hidden = {"form_sha256", "sha256", "materials", "upload_id", "promise_sha256", "item_version"}
    return {name: value for name, value in data.items() if name not in hidden and value not in ("", [])}


if __name__ == "__main__":
    main()
