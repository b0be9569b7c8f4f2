"""The routes of licences: areas of their own, and modules that declare further routes of `licences_area`.

Importing a module is what registers its routes.
"""

from chalicelib.licences import held_api, life_api, published_api
from chalicelib.licences.api import licences_area
from chalicelib.licences.consents_api import consents_area
from chalicelib.licences.sharing.api import sharing_area
from chalicelib.licences.telling import api as telling

AREAS = (licences_area, consents_area, sharing_area)
MODULES = (held_api, life_api, published_api, telling)
