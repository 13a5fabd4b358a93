"""The fast model: a small encoder in the place of slow ones, those of the full one's that cost
little, and a matrix."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from service.app import App
from service.core.heads.export import Form, HeadExport, head_export
from service.core.heads.student import StudentHead, student_of
from service.jobs.energy import Power
from service.jobs.run_job import JobRun
from service.kit.errors import Conflict
from service.kit.reasons import ReasonCode, reason
from service.kit.temporary import temporary_folder
from service.kit.vocabulary import Rung
from service.model.compare_models import BothMeasured, beside, compared, seconds_of_a_text
from service.model.describe_model import describe_model
from service.model.figures_in_zip import of_measurement
from service.model.kinds import is_quick
from service.model.measured_again import MeasuredAgain, measured_again
from service.model.model_facts import EncoderInZip, ModelFacts, read_facts, test_figure
from service.model.pack_model import ToPack, finish_model, to_pack, write_model
from service.model.packed_models import put_model
from service.model.students import Student, rounded_student, taught_student
from service.ports import Rounding
from service.rounds.released import Released

LAST = 3
"""Steps after texts are read: both are measured, written, and tried."""


def pack_fast_model(app: App, run: JobRun) -> None:
    """Job `fast_model`: its zip, and what is known of it; an earlier one stays until then."""
    pack = to_pack(app, run)
    full = head_export(pack.released.head)
    kept = quick_views(pack, full)
    again = measured_again(app, pack.measured)
    slow = [view for view in full.head.views if view not in kept]
    student = _student(app, run, pack, again, slow)
    seen, vectors = again.learner.seen(again.vectors), beside(again, student)
    reads = (*kept, len(vectors.parts) - 1)
    head = student_of(pack.released.head, seen, vectors, reads, student.fitted)
    both = compared(again, full, student, vectors, head)
    pair = _Pair(app, run, pack, again, student, both)
    total = run.far.total
    assert total is not None
    run.progress(total - 2)
    app.room.check()
    with temporary_folder("postil-model-") as directory:
        folder, of_full = directory / "fast", directory / "full"
        full_seconds = pair.seconds_of_full(full, of_full)
        facts = pair.write_fast(head, folder)
        run.progress(total - 1)
        seconds = seconds_of_a_text(app, run, again, student, folder)
        power = Power(app.settings.core_watts, app.settings.gpu_watts)
        facts = replace(facts, fast=pair.both.figures(full_seconds, seconds, power))
        finish_model(folder, facts)
        put_model(app, run, Rung.FAST, folder, facts.packed)
    run.progress(total)


def quick_views(pack: ToPack, full: HeadExport) -> tuple[int, ...]:
    """Views of the full model whose encoders cost little and can leave; Conflict where all do."""
    counting = full.head.views
    quick = tuple(view for view in counting if is_quick(pack.released.views[view].encoder))
    if len(quick) == len(counting):
        lacking = reason(ReasonCode.FULL_MODEL_IS_FAST)
        raise Conflict(lacking.detail, reason=asdict(lacking))
    return quick


def _student(
    app: App, run: JobRun, pack: ToPack, again: MeasuredAgain, slow: Sequence[int]
) -> Student:
    """In the place of views that are slow stands the one that learnt labels, in 8 bits: of these
    it says most. Without it, and where it has no such form, one that is taught."""
    for view in slow:
        encoder: object = pack.encoders[view]
        if isinstance(encoder, Rounding) and (rounded := encoder.in_8_bits()) is not None:
            return rounded_student(app, run, again, pack.released.views, view, rounded, LAST)
    return taught_student(app, run, again, len(slow), LAST)


@dataclass(frozen=True, eq=False)
class _Pair:
    app: App
    run: JobRun
    pack: ToPack
    again: MeasuredAgain
    student: Student
    both: BothMeasured

    def seconds_of_full(self, export: HeadExport, folder: Path) -> float | None:
        """Of a text, by the full model as it leaves; None where it takes no texts."""
        pack, used = self.pack, self.pack.used(export)
        if not all(each.origin for each in used):
            return None
        used = self._write(folder, export, pack.released, used)
        figures = of_measurement(self.both.full)
        facts = read_facts(self.app, pack.measured, pack.released, export, used, figures)
        describe_model(folder, facts)
        return seconds_of_a_text(self.app, self.run, self.again, self.student, folder)

    def write_fast(self, head: StudentHead, folder: Path) -> ModelFacts:
        """All but its card, so that it takes texts."""
        both, form = self.both, head.portable_form()
        export = HeadExport(
            head=form,
            form=Form.STUDENT,
            rows=both.texts,
            differs=1 - both.same,
            distilled_differs=1 - both.same,
            differs_elsewhere=1 - both.same,
            here=head,
        )
        released = replace(self.pack.released, head=head, calibration=both.calibration)
        own = EncoderInZip.of_encoder("student", self.student.encoder)
        views = [self.pack.in_zip(view) for view in head.reads[:-1]]
        read = [*views, own]
        used = self._write(folder, export, released, [read[view] for view in form.views])
        figures = of_measurement(both.fast)
        facts = read_facts(self.app, self.pack.measured, released, export, used, figures)
        with self.app.read() as uow:
            test = test_figure(uow, self.pack.measured, head, beside(self.again, self.student))
        facts = replace(facts, test=test)
        describe_model(folder, facts)
        return facts

    def _write(
        self, folder: Path, export: HeadExport, released: Released, used: list[EncoderInZip]
    ) -> list[EncoderInZip]:
        folder.mkdir()
        return write_model(self.run, folder, used, export, released)
