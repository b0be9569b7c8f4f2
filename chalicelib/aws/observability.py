"""One logger for the whole service. Nothing personal goes in: ids, codes and counts only."""

from aws_lambda_powertools import Logger

logger = Logger(service="bujianmian")
