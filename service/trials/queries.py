from service.db.repository import Repository
from service.trials.tables import EncoderTrial


class EncoderTrials(Repository):
    def get(self, project_id: int) -> EncoderTrial | None:
        return self.session.get(EncoderTrial, project_id)

    def put(self, trial: EncoderTrial) -> None:
        """Stores it in the place of the project's last one."""
        self.session.merge(trial)
        self.session.flush()
