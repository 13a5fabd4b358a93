"""Items that are checked for a certificate, and the labels that one gives."""

from sqlalchemy import bindparam, select

from service.certify.tables import CERTIFICATES, CHECKS, MACHINE_LABELS
from service.db.repository import word
from service.exporting.queries.machine_labels import MACHINE_LABELS_THAT_COUNT
from service.kit.vocabulary import CertificateState
from service.pool.queries.conditions import RESERVES

RESERVES.add(
    select(CHECKS.c.item_id).where(CHECKS.c.project_id == bindparam("project"), CHECKS.c.is_open)
)
MACHINE_LABELS_THAT_COUNT.add(
    select(MACHINE_LABELS.c.item_id, MACHINE_LABELS.c.class_id, MACHINE_LABELS.c.probability)
    .join(CERTIFICATES, CERTIFICATES.c.id == MACHINE_LABELS.c.certificate_id)
    .where(CERTIFICATES.c.state == word(CertificateState.ISSUED))
)
