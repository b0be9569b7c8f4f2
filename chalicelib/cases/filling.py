"""The form of an application: filled in with what is known, and by the applicant."""

from collections.abc import Mapping
from typing import Any

from chalicelib.cases import errors
from chalicelib.cases.events import DataObtained, FormSaved
from chalicelib.cases.forms import changed_fields, field_at, form_faults, form_sha256
from chalicelib.cases.prefilling import ObtainedValue, Prefilled, filled_from, known_fields, overwritten, written_over
from chalicelib.cases.timekeeping import Timekeeping
from chalicelib.cases.vocabulary import FILLABLE, Status
from chalicelib.catalogue.model import ItemVersion
from chalicelib.kernel.errors import Pointer
from chalicelib.kernel.events import Act
from chalicelib.kernel.text import Text


class Filling(Timekeeping):
    """What stands in the form, and who may say what does."""

    def take_obtained(self, values: Mapping[str, ObtainedValue], item: ItemVersion, act: Act) -> None:
        """Fill in what certificates say, by the sources that the form names. It is authoritative: what the applicant
        typed meanwhile gives way to it, while they may still see that. What does not fit the form is left to them; what
        stands there already, or comes once the papers were handed in, changes nothing.
        """
        if self.status is not Status.DRAFT:
            return
        known = known_fields(item.form, self.applicant, values)
        fresh = [field for field in known if field.source in values and self._is_fresh(field.source, values)]
        fitting = [field for field in fresh if not form_faults(item.form, written_over({}, [field]), complete=False)]
        if not fitting:
            return
        self.obtained = {**self.obtained, **{field.source: values[field.source] for field in fitting}}
        self.form = written_over(self.form, fitting)
        told = DataObtained(
            fields=[field.at for field in fitting],
            certificate_ids=sorted({values[field.source].certificate_id for field in fitting}),
            form_sha256=form_sha256(self.form),
        )
        self._record(told, act)

    def save_form(self, form: dict[str, Any], item: ItemVersion, act: Act) -> None:
        """Replace the form. A draft may be incomplete; what is filled in has to fit. In a correction only the
        fields listed in the request may differ. What was verified elsewhere is filled in and stays as it is. Raises
        `NotNow`, `FormInvalid`, `FieldIsVerified`, `FieldNotOpen`.
        """
        self._require(*FILLABLE)
        known = self.known_in(item.form)
        form = filled_from([field for field in known if field.origin.is_authoritative], form)
        faults = form_faults(item.form, form, complete=False)
        if faults:
            raise errors.FormInvalid(pointers=faults)
        if differing := overwritten(known, form):
            raise errors.FieldIsVerified.because((field.at, field.origin.said_by) for field in differing)
        if self.status is Status.CORRECTION_REQUESTED:
            self._refuse_changes_elsewhere(form)
        self.form = form
        self._record(FormSaved(form_sha256=form_sha256(form)), act)

    def known_in(self, schema: dict[str, Any]) -> list[Prefilled]:
        """The fields of a form that are known, as far as they may be filled in: in a correction none that the request
        leaves closed and that was handed in otherwise, such as one of which only the version that the case was moved to
        says whence it comes.
        """
        known = known_fields(schema, self.applicant, self.obtained)
        if self.status is not Status.CORRECTION_REQUESTED:
            return known
        return [it for it in known if field_at(self.form, it.at) == it.value or self._opens_field(it.at)]

    def _opens_field(self, pointer: str) -> bool:
        return self.correction is not None and self.correction.opens_field(pointer)

    def _is_fresh(self, source: str, values: Mapping[str, ObtainedValue]) -> bool:
        standing = self.obtained.get(source)
        return standing is None or standing.value != values[source].value

    def _refuse_changes_elsewhere(self, form: dict[str, Any]) -> None:
        closed = [
            Pointer(f"#/form{pointer}", Text("补正通知未列出此项", "The correction request does not list this"))
            for pointer in changed_fields(self.form, form)
            if not self._opens_field(pointer)
        ]
        if closed:
            raise errors.FieldNotOpen(pointers=closed)
