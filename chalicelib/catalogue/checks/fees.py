"""Charging: only by a published basis, by name, and payable where the applicant is."""

from collections.abc import Iterator

from chalicelib.catalogue.checks.bases import CHARGES, PLAN
from chalicelib.catalogue.checks.rules import Fault, Known, names_a_basis, rule, says_something
from chalicelib.catalogue.model import ItemContent
from chalicelib.kernel.text import Text


@rule("fee-needs-basis", "收费必须有依据", "A fee has a basis", CHARGES)
def fee_needs_basis(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 58: no charge unless a law or an administrative regulation provides it."""
    if item.fee and not names_a_basis(item.fee.basis):
        detail = Text(
            "请写明收费依据的文件名称或文号；没有依据的不得收费",
            "Cite the document that provides the fee; without one nothing may be charged",
        )
        yield Fault("#/fee/basis", detail)


@rule("fee-needs-name", "收费必须写明收费项目", "A fee names the item charged for", CHARGES)
def fee_needs_name(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Administrative Licensing Law art. 59: by the published items and standards."""
    if item.fee and not says_something(item.fee.name.zh):
        yield Fault("#/fee/name/zh", Text("请写明收费项目名称", "Name the item that is charged for"))


@rule("fee-needs-online-payment", "收费事项必须支持网上支付", "A fee can be paid online", PLAN)
def fee_needs_online_payment(item: ItemContent, _: Known) -> Iterator[Fault]:
    """The fifth step of the plan: pay online."""
    if item.fee and not item.online_payment:
        detail = Text("收费事项请开通网上支付", "Switch online payment on for an item with a fee")
        yield Fault("#/online_payment", detail)


@rule("waiver-needs-basis", "每项减免必须有依据", "Every waiver has a basis", CHARGES)
def waiver_needs_basis(item: ItemContent, _: Known) -> Iterator[Fault]:
    """Who pays less is a part of the published standard (art. 59)."""
    for number, waiver in enumerate(item.fee.waivers if item.fee else ()):
        if not names_a_basis(waiver.basis):
            yield Fault(
                f"#/fee/waivers/{number}/basis",
                Text("请写明减免的依据", "Cite the document that provides the waiver"),
            )


RULES = (fee_needs_basis, fee_needs_name, fee_needs_online_payment, waiver_needs_basis)
