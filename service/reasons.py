"""Why something isn't there, or isn't what one may think: a code, the figures, and a sentence.

Programs look at the code and may say it in words of their own, with the figures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field


class ReasonCode(StrEnum):
    # Of figures.
    NOT_MEASURED = "not_measured"
    FOR_ENGINEERS = "for_engineers"
    FEW_AUDIT_ITEMS = "few_audit_items"
    UNEVEN_AUDIT_ITEMS = "uneven_audit_items"
    UNANSWERED_AUDIT_ITEMS = "unanswered_audit_items"
    NOT_FOR_KIND = "not_for_kind"
    # Of labels saved.
    NO_AUDIT_ITEMS_IN_PART = "no_audit_items_in_part"
    FEW_AUDIT_ITEMS_TO_COMPARE = "few_audit_items_to_compare"
    UNEVEN_AUDIT_ITEMS_TO_COMPARE = "uneven_audit_items_to_compare"
    SAVED_AT_MOST = "saved_at_most"
    # Of the light that says when to stop.
    TARGET_REACHED = "target_reached"
    TARGET_NEAR = "target_near"
    TARGET_FAR = "target_far"
    TOO_FEW_AUDIT_ITEMS = "too_few_audit_items"
    FIRST_LOOK_COMES = "first_look_comes"
    NO_MORE_LOOKS = "no_more_looks"
    NOT_WORTH_MORE = "not_worth_more"
    WORTH_MORE = "worth_more"
    FEW_LABELS_TO_WEIGH = "few_labels_to_weigh"
    # Of forecasts.
    NO_TARGET = "no_target"
    COMES_WITH_NEXT_MEASUREMENT = "comes_with_next_measurement"
    FEW_LABELS_TO_FORECAST = "few_labels_to_forecast"
    CURVE_NOT_RISING = "curve_not_rising"
    TARGET_SEEMS_REACHED = "target_seems_reached"
    TARGET_TOO_FAR = "target_too_far"
    TARGET_BEYOND_POOL = "target_beyond_pool"
    NOBODY_LABELS = "nobody_labels"
    DATE_TOO_FAR = "date_too_far"
    # Of the guard.
    GUARD_WAITS = "guard_waits"
    CHOSEN_TEACH_LESS = "chosen_teach_less"
    RANDOM_CURVE_IS_ABOVE = "random_curve_is_above"
    COMPARISON_PREFERS_RANDOM = "comparison_prefers_random"
    # Of the evaluation set.
    FEW_EVALUATION_ITEMS = "few_evaluation_items"
    EVALUATION_SET_DIFFERS = "evaluation_set_differs"
    # Of comparisons.
    FEW_SETTLED_LABELS = "few_settled_labels"
    COMPARED_WITH_NEXT_MEASUREMENT = "compared_with_next_measurement"
    UNDER_WAY = "under_way"
    CANCELLED = "cancelled"
    JOB_FAILED = "job_failed"
    # Of the model as a file.
    NOT_PREPARED = "not_prepared"
    NEWER_ROUND = "newer_round"
    # Of the bill.
    NO_PRICE = "no_price"
    NO_TIME = "no_time"
    NO_LABELS = "no_labels"
    FEW_FIGURES = "few_figures"
    QUALITY_DID_NOT_RISE = "quality_did_not_rise"
    GPU_WATTS_UNKNOWN = "gpu_watts_unknown"
    MEASUREMENTS_PUT_OFF = "measurements_put_off"
    COMPARISON_PUT_OFF = "comparison_put_off"
    # Of agreement.
    FEW_SHARED_ITEMS = "few_shared_items"
    ONE_ANSWER_ONLY = "one_answer_only"
    FEW_PEOPLE_A_TEXT = "few_people_a_text"
    # Of second answers.
    ONE_PERSON_ANSWERS = "one_person_answers"
    FEW_LABELS_TO_DOUBT = "few_labels_to_doubt"
    NO_SECOND_ANSWER_PAYS = "no_second_answer_pays"
    # Of what a worker is asked.
    NO_WORKER = "no_worker"
    WORKER_SILENT = "worker_silent"
    WORKER_ENDED = "worker_ended"
    WORKER_FAILED = "worker_failed"
    BROKER_SILENT = "broker_silent"
    NO_ENCODER = "no_encoder"
    OTHER_ENCODER = "other_encoder"
    NO_VECTORS = "no_vectors"
    NO_MODEL = "no_model"
    # Of certificates.
    TOO_FEW_TO_CERTIFY = "too_few_to_certify"
    CERTIFICATE_OUT_OF_REACH = "certificate_out_of_reach"
    NOT_CERTIFIED = "not_certified"
    CERTIFYING_ENDED = "certifying_ended"
    # Of hand-outs.
    DONE = "done"
    EMBEDDING = "embedding"
    ALL_LEASED = "all_leased"
    PAUSED = "paused"


_SENTENCES: Mapping[ReasonCode, str] = {
    ReasonCode.NOT_MEASURED: "No round has been measured yet.",
    ReasonCode.FOR_ENGINEERS: "Figures are for the project's engineers.",
    ReasonCode.FEW_AUDIT_ITEMS: "{audit_items} of the {needed} audit items that an estimate needs.",
    ReasonCode.UNEVEN_AUDIT_ITEMS: (
        "Only {here} of the {audit_items} audit items lie in a part that is {percent} % of the "
        "pool: label on, the next ones come from there."
    ),
    ReasonCode.UNANSWERED_AUDIT_ITEMS: (
        "{audit_items} audit items without an answer widen the interval."
    ),
    ReasonCode.NOT_FOR_KIND: "Projects with answers of this kind don't have it.",
    ReasonCode.NO_AUDIT_ITEMS_IN_PART: "{percent} % of the pool has no audit item yet.",
    ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE: (
        "{audit_items} of the {needed} audit items that it takes to tell what was saved."
    ),
    ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE: (
        "Audit items so far: {audit_items}. They tell as much about the whole pool as {worth} of "
        "the {needed} that it takes to tell what was saved."
    ),
    ReasonCode.SAVED_AT_MOST: (
        "Random sampling might need more than {labels} labels, but the audit items so far say "
        "nothing of what it does beyond."
    ),
    ReasonCode.TARGET_REACHED: (
        "At least {target} % {of}, as {audit_items} audit items showed after {labels} labels."
    ),
    ReasonCode.TARGET_NEAR: (
        "{low} to {high} % {of}: {target} % may be reached. The next look at it comes with "
        "{next_look} audit items; there are {audit_items}."
    ),
    ReasonCode.TARGET_FAR: "{low} to {high} % {of}: {target} % is not reached.",
    ReasonCode.TOO_FEW_AUDIT_ITEMS: (
        "{audit_items} of the {needed} audit items that a first look at the target needs."
    ),
    ReasonCode.FIRST_LOOK_COMES: "The first look at the target comes with the next measurement.",
    ReasonCode.NO_MORE_LOOKS: (
        "{low} to {high} % {of}: {target} % may be reached. After {looks} looks there is "
        "none left that could say so for certain."
    ),
    ReasonCode.NOT_WORTH_MORE: (
        "The next {labels} labels cost about {cost} {of}, and bring {points} points at most, worth "
        "{worth}."
    ),
    ReasonCode.WORTH_MORE: (
        "The next {labels} labels cost about {cost} {of}, and may bring {points} points, worth "
        "{worth}."
    ),
    ReasonCode.FEW_LABELS_TO_WEIGH: (
        "{labels} of the {needed} labels that it takes to say what more of them may bring."
    ),
    ReasonCode.NO_TARGET: "The project has no target.",
    ReasonCode.COMES_WITH_NEXT_MEASUREMENT: (
        "An earlier version measured the last round: it comes with the next one."
    ),
    ReasonCode.FEW_LABELS_TO_FORECAST: "{labels} of the {needed} labels that a forecast needs.",
    ReasonCode.CURVE_NOT_RISING: (
        "By its audit items today's model is no better than one on a quarter of the labels: its "
        "curve doesn't rise yet, or no more."
    ),
    ReasonCode.TARGET_SEEMS_REACHED: (
        "The target seems to be reached already: the chance is {percent} %."
    ),
    ReasonCode.TARGET_TOO_FAR: (
        "The target is too far to say when it is reached: the chance that {times} times today's "
        "labels are enough is {percent} %."
    ),
    ReasonCode.TARGET_BEYOND_POOL: (
        "Labelling the whole pool may not be enough: the chance that it reaches the target is "
        "{percent} %."
    ),
    ReasonCode.NOBODY_LABELS: "Nobody has labelled in the last {days} days.",
    ReasonCode.DATE_TOO_FAR: "At today's pace it may take more than {years} years.",
    ReasonCode.GUARD_WAITS: (
        "{audit_items} of the {needed} audit items that it takes to tell whether chosen texts "
        "teach less than random ones."
    ),
    ReasonCode.CHOSEN_TEACH_LESS: (
        "After {texts} chosen texts {percent} % of the audit items are predicted right, after "
        "{texts} random ones in their place {random_percent} %."
    ),
    ReasonCode.RANDOM_CURVE_IS_ABOVE: (
        "The released head is right on at most {percent} % of the pool; after as many random "
        "labels it would have been on {random_percent} % or more."
    ),
    ReasonCode.COMPARISON_PREFERS_RANDOM: (
        "Replayed on the project's own labels, random picks did better than its strategy."
    ),
    ReasonCode.FEW_EVALUATION_ITEMS: (
        "{items} of the {needed} evaluation items that a figure needs."
    ),
    ReasonCode.EVALUATION_SET_DIFFERS: (
        "The evaluation set differs from the pool: its figure is {set_low} to {set_high} %, that "
        "of the pool {pool_low} to {pool_high} %."
    ),
    ReasonCode.FEW_SETTLED_LABELS: (
        "There are {labels} of the {needed} settled labels that a comparison needs."
    ),
    ReasonCode.COMPARED_WITH_NEXT_MEASUREMENT: "It comes with the next measured round.",
    ReasonCode.UNDER_WAY: "It is being worked out.",
    ReasonCode.CANCELLED: "It was cancelled.",
    ReasonCode.JOB_FAILED: "{error}",
    ReasonCode.NOT_PREPARED: "No model has been prepared yet.",
    ReasonCode.NEWER_ROUND: (
        "The model is of round {round}, and round {newer} has been measured since."
    ),
    ReasonCode.NO_PRICE: "The project has no price per hour and none per label.",
    ReasonCode.NO_TIME: "No answer has come yet that says how long it took.",
    ReasonCode.NO_LABELS: "People have given no labels yet.",
    ReasonCode.FEW_FIGURES: "{figures} of the {needed} figures of accuracy that it takes.",
    ReasonCode.QUALITY_DID_NOT_RISE: "The last figure is not above the first.",
    ReasonCode.GPU_WATTS_UNKNOWN: (
        "A GPU has worked, and how much power it draws isn't known: set POSTIL_GPU_WATTS."
    ),
    ReasonCode.MEASUREMENTS_PUT_OFF: (
        "{rounds} rounds waited to be measured: one takes {seconds} CPU-seconds, which {labels} "
        "labels earn."
    ),
    ReasonCode.COMPARISON_PUT_OFF: (
        "A comparison takes about {seconds} CPU-seconds, which {needed} labels earn; {labels} are "
        "there for it."
    ),
    ReasonCode.FEW_SHARED_ITEMS: (
        "{items} of the {needed} items with two answers that a figure of agreement needs."
    ),
    ReasonCode.ONE_ANSWER_ONLY: (
        "All answers are the same one: nothing tells agreement from chance."
    ),
    ReasonCode.FEW_PEOPLE_A_TEXT: (
        "With fewer than {needed} people a text the others settle no label without this person."
    ),
    ReasonCode.ONE_PERSON_ANSWERS: (
        "A second answer takes another person than the first: until two have answered, new items "
        "are asked about."
    ),
    ReasonCode.FEW_LABELS_TO_DOUBT: (
        "{labels} of the {needed} labels that it takes to see where a second answer pays."
    ),
    ReasonCode.NO_SECOND_ANSWER_PAYS: "No second answer promises more than a new item now.",
    ReasonCode.NO_WORKER: "No worker takes questions just now: it may be starting.",
    ReasonCode.WORKER_SILENT: "The worker didn't answer within {seconds:g} seconds.",
    ReasonCode.WORKER_ENDED: "The worker ended before it had answered.",
    ReasonCode.WORKER_FAILED: "Something broke in the worker. It was logged there.",
    ReasonCode.BROKER_SILENT: "The broker, through which workers are asked, doesn't answer.",
    ReasonCode.NO_ENCODER: "The worker has not what the project's encoder needs.",
    ReasonCode.OTHER_ENCODER: (
        "The worker's encoder is another than the one that the texts were embedded with."
    ),
    ReasonCode.NO_VECTORS: "The texts are not embedded yet.",
    ReasonCode.NO_MODEL: "The last measured round left no model: the next one does.",
    ReasonCode.TOO_FEW_TO_CERTIFY: (
        "{texts} texts have no label: checking them all takes no longer than a certificate."
    ),
    ReasonCode.CERTIFICATE_OUT_OF_REACH: (
        "{checks} checks can't show that of any part of the texts at most {percent:g} % are wrong."
    ),
    ReasonCode.NOT_CERTIFIED: (
        "{wrong} of {checks} checks were wrong: that at most {percent:g} % are isn't shown of any "
        "part of the texts."
    ),
    ReasonCode.CERTIFYING_ENDED: ("It was ended after {checks} checks, before anything was shown."),
    ReasonCode.DONE: "Everything has been labelled.",
    ReasonCode.EMBEDDING: "A file is being read: its items come in a moment.",
    ReasonCode.ALL_LEASED: "Others are at what is left.",
    ReasonCode.PAUSED: "The project is paused.",
}


@dataclass(frozen=True)
class Reason:
    code: ReasonCode
    detail: str
    figures: Annotated[Mapping[str, int | float], Field(description="The numbers of the sentence.")]


def reason(code: ReasonCode, of: str = "", /, **figures: float) -> Reason:
    """`of` is what a percentage of the sentence is of, where it isn't always the same, or in which
    currency money is."""
    return Reason(code, _SENTENCES[code].format(of=of, **figures), figures)


def stored_reason(found: Mapping[str, Any]) -> Reason:
    """One that was kept as JSON."""
    return Reason(ReasonCode(found["code"]), found["detail"], found["figures"])


def not_measured_yet(waits: str, **figures: float) -> Reason:
    """With what the first measured round waits for."""
    detail = f"{_SENTENCES[ReasonCode.NOT_MEASURED]} {waits}"
    return Reason(ReasonCode.NOT_MEASURED, detail, figures)


def job_failed(error: str) -> Reason:
    """With what the job said itself."""
    return Reason(ReasonCode.JOB_FAILED, _SENTENCES[ReasonCode.JOB_FAILED].format(error=error), {})
