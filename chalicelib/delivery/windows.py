"""The courier counters (寄递专窗) of the government service halls: where results are sent from and come back to."""

from chalicelib.delivery.kuaidi100 import Contact

HOTLINE = "0898-12345"
"""The government service hotline of Hainan; couriers call it when nobody is at the counter."""
CITY_DIGITS = 4
PROVINCE = "省本级"
CITIES = {
    "460100": "海口市", "460200": "三亚市", "460400": "儋州市", "469001": "五指山市", "469002": "琼海市",
    "469005": "文昌市", "469006": "万宁市", "469007": "东方市", "469021": "定安县", "469022": "屯昌县",
    "469023": "澄迈县", "469024": "临高县", "469025": "白沙黎族自治县", "469026": "昌江黎族自治县",
    "469027": "乐东黎族自治县", "469028": "陵水黎族自治县", "469029": "保亭黎族苗族自治县",
    "469030": "琼中黎族苗族自治县",
}  # fmt: skip
"""GB/T 2260 codes of the regions that the plan covers."""


def window_of(region: str) -> Contact:
    """The counter that serves `region`; a district is served by its city."""
    city = CITIES.get(region) or CITIES.get(region[:CITY_DIGITS] + "00") or PROVINCE
    return Contact(f"{city}政务服务中心寄递专窗", HOTLINE, f"海南省{city}政务服务中心")
