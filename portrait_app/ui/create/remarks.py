"""In what a delivery differs from its request, as sentences."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from portrait_app.core.catalog import Endpoint
from portrait_app.core.delivery import Remark, RemarkKind
from portrait_app.ui.kit.field_messages import field_text


def remark_words(remarks: Sequence[Remark], model: Endpoint) -> str:
    """Return a sentence for each remark."""
    return " ".join(_sentence(remark, model) for remark in remarks)


def _sentence(remark: Remark, model: Endpoint) -> str:
    match remark.kind:
        case RemarkKind.VALUE:
            words = QCoreApplication.translate(
                "remarks", "{field}: the server used {came} instead of {asked}."
            )
        case RemarkKind.SIZE:
            words = QCoreApplication.translate("remarks", "The picture is {came} instead of {asked} pixels.")
        case RemarkKind.COUNT:
            words = QCoreApplication.translate(
                "remarks", "The server sent {came} pictures instead of {asked}. All are kept."
            )
    field = next((row for row in model.parameters if row.key == remark.field), None)
    name = remark.field if field is None else field_text(field, field.label)
    return words.format(field=name, came=remark.came, asked=remark.asked)
