"""Every importer, in the order in which a piece is offered to them."""

from oncodesk.codes.importing import Importer

IMPORTERS: tuple[Importer, ...] = ()
