"""Every importer, in the order in which a piece is offered to them."""

from oncodesk.codes.importing import Importer
from oncodesk.codes.sources import (
    addon,
    asp,
    coverage,
    cpt_files,
    fee_schedule,
    gpci,
    hcpcs,
    icd10cm_conversion,
    icd10cm_index,
    icd10cm_order,
    icd10cm_tabular_xml,
    mue,
    ndc_crosswalk,
    ptp,
)

IMPORTERS: tuple[Importer, ...] = (
    icd10cm_order,
    icd10cm_tabular_xml,
    icd10cm_index.NEOPLASM_TABLE,
    icd10cm_index.DRUG_TABLE,
    icd10cm_index.EXTERNAL,
    icd10cm_index.DISEASES,
    icd10cm_conversion,
    hcpcs,
    ptp,
    mue,
    addon,
    asp,
    ndc_crosswalk,
    fee_schedule,
    gpci,
    coverage,
    cpt_files,
)


def title(set_: str) -> str:
    """What a coder calls a set."""
    return next((importer.TITLE for importer in IMPORTERS if set_ == importer.SET), set_)
