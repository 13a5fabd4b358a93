from service.models import Comparison
from service.store.repository import Repository


class Comparisons(Repository):
    def get(self, project_id: int) -> Comparison | None:
        return self.session.get(Comparison, project_id)

    def put(self, comparison: Comparison) -> None:
        """Stores it in the place of the project's last one."""
        self.session.merge(comparison)
        self.session.flush()
