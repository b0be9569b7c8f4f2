"""The routes of parties: areas of their own, and modules that declare further routes of `parties_area`.

Importing a module is what registers its routes.
"""

from chalicelib.parties import api_sign_in as signing_in
from chalicelib.parties import look_counts_api as look_counts
from chalicelib.parties import looks_api as looks
from chalicelib.parties.api import parties_area
from chalicelib.parties.assistance.api import assistance_area
from chalicelib.parties.authorities import api as authorities
from chalicelib.parties.clients.api import clients_area
from chalicelib.parties.communities import api_people as community_people
from chalicelib.parties.communities.api import communities_area
from chalicelib.parties.federation import api as federation
from chalicelib.parties.guardians import api as guardians
from chalicelib.parties.introductions import api as introductions
from chalicelib.parties.mandates.api import mandates_area
from chalicelib.parties.mergers import api as mergers
from chalicelib.parties.officials import api_absences as absences
from chalicelib.parties.officials.api import officials_area
from chalicelib.parties.organisations import api as organisations
from chalicelib.parties.provisioning.api import provisioning_area
from chalicelib.parties.resealing import api as resealing
from chalicelib.parties.subject_access.api import exports_area
from chalicelib.parties.windows.api import windows_area

AREAS = (
    parties_area,
    mandates_area,
    communities_area,
    clients_area,
    assistance_area,
    windows_area,
    exports_area,
    officials_area,
    provisioning_area,
)
MODULES = (
    signing_in,
    looks,
    look_counts,
    resealing,
    authorities,
    organisations,
    federation,
    introductions,
    mergers,
    guardians,
    community_people,
    absences,
)
