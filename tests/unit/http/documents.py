"""The described API, made once for all tests that look at it."""

from typing import Any

from app import AREAS
from chalicelib.http.openapi import openapi_document
from chalicelib.kernel.text import Language

SERVER = "https://api.test/v1-stage"
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
DOCUMENTS: dict[Language, Any] = {language: openapi_document(AREAS, language, SERVER) for language in LANGUAGES}
