"""The routes of the catalogue: one area, for which several modules declare routes by being imported."""

from chalicelib.catalogue.api import catalogue_area
from chalicelib.catalogue.calendars import api as calendars
from chalicelib.catalogue.checks import api as checks
from chalicelib.catalogue.editing import api as editing
from chalicelib.catalogue.files import api as files
from chalicelib.catalogue.finding import api as finding
from chalicelib.catalogue.publishing import api as publishing
from chalicelib.catalogue.registers import api as registers
from chalicelib.catalogue.registers import api_maintaining as maintaining

AREAS = (catalogue_area,)
MODULES = (finding, registers, checks, editing, publishing, files, maintaining, calendars)
