"""Who stands behind a mobile: an applicant or a member of staff, as access tokens name them."""

from chalicelib.http.access import Caller, Role
from chalicelib.kernel.events import Act, Actor
from chalicelib.kernel.value import Value


class Principal(Value):
    """One person who can sign in, kept up to date in the transaction that changes their account."""

    id: str
    role: Role
    level: int
    department: str = ""
    region: str = ""

    def as_caller(self, session_id: str) -> Caller:
        """The caller whom tokens of this session stand for."""
        return Caller(
            id=self.id,
            role=self.role,
            level=self.level,
            session_id=session_id,
            department=self.department,
            region=self.region,
        )

    def acting(self, act: Act, channel: str = "") -> Act:
        """The same moment, attributed to this person, who came by `channel`: from here on it is known who calls."""
        return act.model_copy(update={"actor": self.as_caller("").through("", channel).actor})

    @property
    def actor(self) -> Actor:
        """This person as events name them."""
        return self.as_caller("").actor
