"""Encoders that a project doesn't have, tried on its labels."""

from service.jobs.kind import JobKind, Urgency, register

TRY_ENCODERS = register(
    JobKind(
        name="try_encoders",
        title="Trying encoders",
        when_ended="The last trial stays, if there is one.",
        handler="service.trials.try_encoders:try_encoders",
        priority=4,
        niceness=4,
        urgency=Urgency.AWAITED,
        on_gpu=True,
        takes_encoder=True,
        one_at_a_time=True,
        excludes="try_encoders",
        comes_back="A trial can be asked for again.",
        unit="text",
    )
)
