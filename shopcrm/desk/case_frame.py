"""The frame of a dialog that does one thing about a case: what keeps it from being done is said in it."""

from shopcrm.desk.kit import Kit
from shopcrm.desk.widgets.dialog_frame import DialogFrame
from shopcrm.desk.widgets.fields import Field
from shopcrm.rules.errors import ShopError


class CaseFrame(DialogFrame):
    """Says under `_field` why something was refused, and lets it be tried again; what was written is kept."""

    _kit: Kit
    _field: Field

    @property
    def error(self) -> str:
        """Tell what is wrong."""
        return self._field.error

    def _on_refused(self, error: Exception) -> None:
        self.main.setEnabled(True)
        said = error if isinstance(error, ShopError) else self._kit.program.keep_report(error)
        self._field.show_error(self._kit.words.tell(said))
