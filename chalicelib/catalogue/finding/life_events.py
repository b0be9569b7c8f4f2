"""What life events are called."""

from collections.abc import Mapping

from chalicelib.catalogue.vocabulary import LifeEvent
from chalicelib.kernel.text import Text

LIFE_EVENTS: Mapping[LifeEvent, Text] = {
    LifeEvent.BIRTH: Text("出生生育", "Having a child"),
    LifeEvent.SCHOOLING: Text("入学升学", "Going to school"),
    LifeEvent.WORK: Text("就业工作", "Working"),
    LifeEvent.UNEMPLOYMENT: Text("失业", "Losing a job"),
    LifeEvent.MARRIAGE: Text("婚姻", "Marriage"),
    LifeEvent.MOVING: Text("户籍迁移", "Moving house or household"),
    LifeEvent.HOUSING: Text("购房租房", "Buying or renting a home"),
    LifeEvent.DRIVING: Text("驾车出行", "Driving"),
    LifeEvent.TRAVEL: Text("出境旅行", "Travelling abroad"),
    LifeEvent.HEALTH: Text("就医健康", "Health and care"),
    LifeEvent.RETIREMENT: Text("退休养老", "Retirement"),
    LifeEvent.DEATH: Text("身后事", "A death in the family"),
    LifeEvent.STARTING_A_BUSINESS: Text("开办企业", "Starting a business"),
    LifeEvent.OPERATING: Text("经营许可", "Running a business"),
    LifeEvent.HIRING: Text("招工用人", "Hiring"),
    LifeEvent.BUILDING: Text("工程建设", "Building"),
    LifeEvent.QUALIFICATION: Text("职业资格", "Professional qualification"),
    LifeEvent.CLOSING_A_BUSINESS: Text("注销企业", "Closing a business"),
}
"""人生、企业事件: the names under which people look for what a change in a life or in an enterprise asks of them."""
