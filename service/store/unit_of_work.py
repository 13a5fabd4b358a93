"""One transaction and the repositories that work in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlmodel import Session

from service.store.access import AccessRepository
from service.store.annotations import AnnotationRepository
from service.store.arrivals import ArrivalRepository
from service.store.assignments import AssignmentRepository
from service.store.audit import AuditRepository
from service.store.backups import BackupRepository
from service.store.blindness import BlindnessRepository
from service.store.certificates import CertificateRepository
from service.store.classes import ClassRepository, KnownNames
from service.store.comparisons import ComparisonRepository
from service.store.counters import CounterRepository
from service.store.database import Database
from service.store.decisions import DecisionRepository
from service.store.ended_access import EndedAccessRepository
from service.store.exports import ExportRepository
from service.store.figures import FigureRepository
from service.store.hunts import HuntRepository
from service.store.import_rows import ImportRowRepository
from service.store.imports import ImportRepository
from service.store.item_lists import ItemListRepository
from service.store.items import ItemRepository
from service.store.items_in_range import ItemRangeRepository
from service.store.jobs import JobRepository
from service.store.keys import KeyRepository
from service.store.labels import LabelRepository
from service.store.looks import LookRepository
from service.store.moving.moves import MoveRepository
from service.store.notes import NoteRepository
from service.store.own_answers import OwnAnswerRepository
from service.store.places import PlaceRepository
from service.store.projects import ProjectRepository
from service.store.ranking_starts import KnownStarts
from service.store.rankings import RankingRepository
from service.store.relabelling import RelabelRepository
from service.store.requests import RequestRepository
from service.store.reviews import ReviewRepository
from service.store.rounds import RoundRepository
from service.store.set_asides import SetAsideRepository
from service.store.setting_changes import SettingChangeRepository
from service.store.shards import ShardRepository
from service.store.suggestions import SuggestionRepository
from service.store.sweeping import SweepRepository
from service.store.turns import TurnRepository
from service.store.vain_looks import VainLooks
from service.store.views import ViewRepository
from service.store.withdrawal import WithdrawalRepository
from service.store.work import WorkRepository
from service.store.workers import WorkerRepository
from service.store.write_behind import write_now

T = TypeVar("T")


@dataclass
class ProcessMemory:
    """What a process remembers from transaction to transaction."""

    names: KnownNames = field(default_factory=dict)
    starts: KnownStarts = field(default_factory=KnownStarts)
    vain_looks: VainLooks = field(default_factory=VainLooks)


class UnitOfWork:
    """What a use case works with. It never commits: the edge that opened it does."""

    def __init__(
        self, session: Session, database: Database, memory: ProcessMemory | None = None
    ) -> None:
        self.session = session
        self._database = database
        self._known = memory or ProcessMemory()

    def do(self, work: "Callable[[UnitOfWork], T]") -> T:
        """What `work` returns, once what it counted is stored too."""
        done = work(self)
        self.finish()
        return done

    def finish(self) -> None:
        """Stores what it counted, and what else waits to be written: its edge asks for that."""
        self.counters.store()
        write_now(self.session)

    @cached_property
    def now(self) -> datetime:
        """The database's time, read once a transaction."""
        return self._database.now(self.session)

    @cached_property
    def access(self) -> AccessRepository:
        return AccessRepository(self.session)

    @cached_property
    def annotations(self) -> AnnotationRepository:
        return AnnotationRepository(self.session)

    @cached_property
    def arrivals(self) -> ArrivalRepository:
        return ArrivalRepository(self.session, self.projects)

    @property
    def vain_looks(self) -> VainLooks:
        return self._known.vain_looks

    @cached_property
    def assignments(self) -> AssignmentRepository:
        return AssignmentRepository(self.session, self._known.starts)

    @cached_property
    def audit(self) -> AuditRepository:
        return AuditRepository(self.session)

    @cached_property
    def backups(self) -> BackupRepository:
        return BackupRepository(self.session)

    @cached_property
    def blindness(self) -> BlindnessRepository:
        return BlindnessRepository(self.session)

    @cached_property
    def certificates(self) -> CertificateRepository:
        return CertificateRepository(self.session)

    @cached_property
    def classes(self) -> ClassRepository:
        return ClassRepository(self.session, self._known.names)

    @cached_property
    def comparisons(self) -> ComparisonRepository:
        return ComparisonRepository(self.session)

    @cached_property
    def counters(self) -> CounterRepository:
        return CounterRepository(self.session)

    @cached_property
    def decisions(self) -> DecisionRepository:
        return DecisionRepository(self.session)

    @cached_property
    def ended_access(self) -> EndedAccessRepository:
        return EndedAccessRepository(self.session)

    @cached_property
    def exports(self) -> ExportRepository:
        return ExportRepository(self.session)

    @cached_property
    def figures(self) -> FigureRepository:
        return FigureRepository(self.session)

    @cached_property
    def hunts(self) -> HuntRepository:
        return HuntRepository(self.session)

    @cached_property
    def imports(self) -> ImportRepository:
        return ImportRepository(self.session)

    @cached_property
    def import_rows(self) -> ImportRowRepository:
        return ImportRowRepository(self.session)

    @cached_property
    def items(self) -> ItemRepository:
        return ItemRepository(self.session)

    @cached_property
    def item_lists(self) -> ItemListRepository:
        return ItemListRepository(self.session)

    @cached_property
    def jobs(self) -> JobRepository:
        return JobRepository(self.session)

    @cached_property
    def keys(self) -> KeyRepository:
        return KeyRepository(self.session)

    @cached_property
    def labels(self) -> LabelRepository:
        return LabelRepository(self.session)

    @cached_property
    def looks(self) -> LookRepository:
        return LookRepository(self.session)

    @cached_property
    def moves(self) -> MoveRepository:
        return MoveRepository(self.session)

    @cached_property
    def notes(self) -> NoteRepository:
        return NoteRepository(self.session)

    @cached_property
    def own_answers(self) -> OwnAnswerRepository:
        return OwnAnswerRepository(self.session)

    @cached_property
    def places(self) -> PlaceRepository:
        return PlaceRepository(self.session)

    @cached_property
    def projects(self) -> ProjectRepository:
        return ProjectRepository(self.session)

    @cached_property
    def rankings(self) -> RankingRepository:
        return RankingRepository(self.session)

    @cached_property
    def relabelling(self) -> RelabelRepository:
        return RelabelRepository(self.session)

    @cached_property
    def requests(self) -> RequestRepository:
        return RequestRepository(self.session)

    @cached_property
    def reviews(self) -> ReviewRepository:
        return ReviewRepository(self.session)

    @cached_property
    def rounds(self) -> RoundRepository:
        return RoundRepository(self.session)

    @cached_property
    def setting_changes(self) -> SettingChangeRepository:
        return SettingChangeRepository(self.session)

    @cached_property
    def shards(self) -> ShardRepository:
        return ShardRepository(self.session)

    @cached_property
    def items_in_range(self) -> ItemRangeRepository:
        return ItemRangeRepository(self.session)

    @cached_property
    def set_asides(self) -> SetAsideRepository:
        return SetAsideRepository(self.session)

    @cached_property
    def suggestions(self) -> SuggestionRepository:
        return SuggestionRepository(self.session)

    @cached_property
    def sweeping(self) -> SweepRepository:
        return SweepRepository(self.session)

    @cached_property
    def turns(self) -> TurnRepository:
        return TurnRepository(self.session)

    @cached_property
    def views(self) -> ViewRepository:
        return ViewRepository(self.session)

    @cached_property
    def withdrawal(self) -> WithdrawalRepository:
        return WithdrawalRepository(self.session)

    @cached_property
    def work(self) -> WorkRepository:
        return WorkRepository(self.session)

    @cached_property
    def workers(self) -> WorkerRepository:
        return WorkerRepository(self.session)
