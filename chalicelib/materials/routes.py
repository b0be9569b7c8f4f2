"""The routes of materials; importing a module is what registers its routes."""

from chalicelib.materials.api import materials_area
from chalicelib.materials.vault import api as vault

AREAS = (materials_area,)
MODULES = (vault,)
