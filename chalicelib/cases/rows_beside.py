"""What the rows beside a case's snapshot say: lists, guards, who refers to which file. Only what changed is written."""

from typing import Any

from pydantic import PrivateAttr

from chalicelib.cases.state import CaseState


class RowsBeside(CaseState):
    """A case that knows what its rows said when it was loaded."""

    _held_by_on_load: tuple[str, ...] = PrivateAttr(())
    _open_on_load: bool = PrivateAttr(True)
    _listed_on_load: tuple[object, ...] = PrivateAttr(())
    _files_on_load: frozenset[str] = PrivateAttr(frozenset())

    def model_post_init(self, context: Any, /) -> None:
        """Remember what the stored rows beside the snapshot say, so that only what changed is written."""
        super().model_post_init(context)
        self._remember_rows()

    def committed(self) -> None:
        """What was written is what the rows say now."""
        super().committed()
        self._remember_rows()

    def _remember_rows(self) -> None:
        self._held_by_on_load, self._open_on_load, self._listed_on_load = self.desks, self.is_open, self._listed
        self._files_on_load = self.files

    @property
    def lists_are_outdated(self) -> bool:
        """Whether what lists say of the case changed since it was loaded, or no list has it yet."""
        return self.loaded_version == 0 or self._listed != self._listed_on_load

    @property
    def _listed(self) -> tuple[object, ...]:
        dates = (self.clock.promised, self.clock.statutory, self.clock.due_at) if self.clock else ()
        late = tuple((it.code, it.due, it.state) for it in self.late_materials.values())
        return (self.number, self.status, self.stage, self.submitted_at, self.terms.version, late, *dates)
