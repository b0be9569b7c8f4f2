"""The page of a copy of one's own data that a person reads: everything that the files beside it hold, in Chinese."""

import datetime as dt
from collections.abc import Mapping
from html import escape
from typing import Any

TITLES = {
    "account": "账号",
    "sign-ins": "登录设备",
    "mandates-given": "我给出的委托",
    "mandates-held": "我接受的委托",
    "capacities": "办事身份",
    "organisation-claim": "单位绑定申请",
    "looks": "谁查看过我的信息",
    "data-disputes": "我提出的数据异议",
    "promise-checks": "对我的承诺核查",
    "kept-materials": "留存供再次使用的材料",
    "consents": "信息共享同意",
    "licences": "我的证照",
    "assistances": "窗口和热线协助办理",
    "ward-claim": "监护关系核验申请",
    "guardians": "我的监护人",
    "community-engagements": "我的村居代办",
    "partners-told": "向哪些合作系统证明过身份",
    "licence-readings": "哪些合作系统读取过我的证照",
    "known_as": "合作系统对我的称呼",
    "applicant": "申请人",
    "case": "办件",
    "timeline": "办理过程",
    "payment": "缴费",
    "shipment": "寄递",
    "evaluation": "评价",
    "enquiries": "咨询",
}
STYLE = "body{font:16px/1.6 sans-serif;max-width:60em;margin:2em auto}dt{color:#555}dd{margin:0 0 .3em 1.5em}"
NOTE = (
    "本副本依据《中华人民共和国个人信息保护法》第四十五条生成，包含本系统所保存的您的个人信息。其他人的信息已隐去或脱敏，"
    "工作人员以岗位列示。各部分同时以 JSON 文件提供，便于机器读取。下载后请妥善保管。"
)


def index_page(day: dt.date, documents: Mapping[str, Any]) -> str:
    """`documents` (name of the file → JSON value) as one page without any outside reference."""
    sections = "".join(
        f'<section id="{escape(name)}"><h2>{_title(name)}</h2><p><a href="{escape(name)}">{escape(name)}</a></p>'
        f"{_shown(document)}</section>"
        for name, document in documents.items()
    )
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>个人信息副本</title><style>{STYLE}</style>'
        f"<h1>个人信息副本</h1><p>{day}</p><p>{NOTE}</p>{sections}</html>"
    )


def _title(name: str) -> str:
    stem = name.removesuffix(".json")
    return escape(f"办件 {stem.removeprefix('cases/')}" if stem.startswith("cases/") else TITLES.get(stem, stem))


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        members = "".join(f"<dt>{_name(name)}</dt><dd>{_shown(inner)}</dd>" for name, inner in value.items())
        return f"<dl>{members}</dl>" if members else "<p>无</p>"
    if isinstance(value, list):
        entries = "".join(f"<li>{_shown(inner)}</li>" for inner in value)
        return f"<ol>{entries}</ol>" if entries else "<p>无</p>"
    return escape("" if value is None else str(value))


def _name(name: str) -> str:
    from chalicelib.http.field_terms import term_of  # noqa: PLC0415 - only whoever writes for readers needs the terms

    return escape(TITLES.get(name) or term_of("", name, "zh-CN") or name)
