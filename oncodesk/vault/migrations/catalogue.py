"""Every migration, in order; written down, so that a packed program cannot lose one."""

from collections.abc import Callable

from alembic.operations import Operations

from oncodesk.vault.migrations import m0001_first_file, m0002_relational, m0003_decisions, m0004_claim_readings
from oncodesk.vault.secret import Mac

Step = tuple[str, Callable[[Operations, Mac], None]]
STEPS: tuple[Step, ...] = (
    (m0001_first_file.NAME, lambda op, mac: m0001_first_file.upgrade(op)),
    (m0002_relational.NAME, m0002_relational.upgrade),
    (m0003_decisions.NAME, lambda op, mac: m0003_decisions.upgrade(op)),
    (m0004_claim_readings.NAME, lambda op, mac: m0004_claim_readings.upgrade(op)),
)
