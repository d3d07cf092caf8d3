"""Every importer, in the order in which a piece is offered to them."""

from oncodesk.codes.importing import Importer
from oncodesk.codes.sources import hcpcs, icd10cm_conversion, icd10cm_index, icd10cm_order, icd10cm_tabular_xml

IMPORTERS: tuple[Importer, ...] = (
    icd10cm_order,
    icd10cm_tabular_xml,
    icd10cm_index.NEOPLASM_TABLE,
    icd10cm_index.DRUG_TABLE,
    icd10cm_index.EXTERNAL,
    icd10cm_index.DISEASES,
    icd10cm_conversion,
    hcpcs,
)


def title(set_: str) -> str:
    """What a coder calls a set."""
    return next((importer.TITLE for importer in IMPORTERS if set_ == importer.SET), set_)
