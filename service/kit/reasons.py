"""Why something isn't there, or isn't what one may think: a code, the figures, and a sentence.

The sentences are for people: an audit item is an "audit text" in them. Programs read the code and
may say it in words of their own, with the figures.
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


SENTENCES: Mapping[ReasonCode, str] = {
    ReasonCode.NOT_MEASURED: "No round has been measured yet.",
    ReasonCode.FOR_ENGINEERS: "Figures are for the project's engineers.",
    ReasonCode.FEW_AUDIT_ITEMS: "{audit_items} of the {needed} audit texts that a figure needs.",
    ReasonCode.UNEVEN_AUDIT_ITEMS: (
        "{here} of the {audit_items} audit texts lie in a part that is {percent} % of all texts. "
        "Label on: the next ones come from there."
    ),
    ReasonCode.UNANSWERED_AUDIT_ITEMS: (
        "{audit_items} audit texts have no answer, which widens the interval."
    ),
    ReasonCode.NOT_FOR_KIND: "Projects with answers of this kind don't have it.",
    ReasonCode.NO_AUDIT_ITEMS_IN_PART: (
        "{percent} % of all texts lie in a part that has no audit text yet. Label on."
    ),
    ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE: (
        "{audit_items} of the {needed} audit texts that are needed to say what was saved."
    ),
    ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE: (
        "{audit_items} audit texts are answered. They say as much about all texts as {worth} of "
        "the {needed} that are needed to say what was saved. Label on."
    ),
    ReasonCode.SAVED_AT_MOST: (
        "More than {labels} labels may be needed with random texts. The audit texts so far can't "
        "say how many more."
    ),
    ReasonCode.TARGET_REACHED: (
        "At least {target} % {of}: {audit_items} audit texts showed it after {labels} labels."
    ),
    ReasonCode.TARGET_NEAR: (
        "{low} to {high} % {of}: {target} % may be reached. It is looked at again with "
        "{next_look} audit texts; there are {audit_items}."
    ),
    ReasonCode.TARGET_FAR: "{low} to {high} % {of}: {target} % is not reached.",
    ReasonCode.TOO_FEW_AUDIT_ITEMS: (
        "{audit_items} of the {needed} audit texts that a first look at the target needs."
    ),
    ReasonCode.FIRST_LOOK_COMES: "The first look at the target comes with the next measurement.",
    ReasonCode.NO_MORE_LOOKS: (
        "{low} to {high} % {of}: {target} % may be reached. All {looks} looks at the target are "
        "used, so it can't be said for certain."
    ),
    ReasonCode.NOT_WORTH_MORE: (
        "The next {labels} labels cost about {cost} {of} and bring {points} points at most, worth "
        "{worth}."
    ),
    ReasonCode.WORTH_MORE: (
        "The next {labels} labels cost about {cost} {of} and may bring {points} points, worth "
        "{worth}."
    ),
    ReasonCode.FEW_LABELS_TO_WEIGH: (
        "{labels} of the {needed} labels that are needed to say what more of them may bring. "
        "Label on."
    ),
    ReasonCode.NO_TARGET: "The project has no target.",
    ReasonCode.COMES_WITH_NEXT_MEASUREMENT: (
        "An earlier version measured the last round. It comes with the next one."
    ),
    ReasonCode.FEW_LABELS_TO_FORECAST: "{labels} of the {needed} chosen texts for a forecast.",
    ReasonCode.CURVE_NOT_RISING: (
        "The model is no better than one with a quarter of the labels: the curve doesn't rise."
    ),
    ReasonCode.TARGET_SEEMS_REACHED: "The chance that the target is reached is {percent} %.",
    ReasonCode.TARGET_TOO_FAR: (
        "The chance that {times} times today's labels are enough for the target is {percent} %: "
        "it is too far away for a date."
    ),
    ReasonCode.TARGET_BEYOND_POOL: (
        "The chance that labelling all texts reaches the target is {percent} %."
    ),
    ReasonCode.NOBODY_LABELS: "Nobody has labelled in the last {days} days.",
    ReasonCode.DATE_TOO_FAR: "It may take more than {years} years at today's pace.",
    ReasonCode.GUARD_WAITS: (
        "{audit_items} of the {needed} audit texts that are needed to say whether chosen texts "
        "teach less than random ones."
    ),
    ReasonCode.CHOSEN_TEACH_LESS: (
        "{percent} % of the audit texts are predicted right after {texts} chosen texts, "
        "{random_percent} % after {texts} random ones in their place."
    ),
    ReasonCode.RANDOM_CURVE_IS_ABOVE: (
        "The model is right on at most {percent} % of all texts. After as many random labels it "
        "would be right on {random_percent} % or more."
    ),
    ReasonCode.COMPARISON_PREFERS_RANDOM: (
        "Random texts did better than the project's strategy, replayed on its own labels."
    ),
    ReasonCode.FEW_EVALUATION_ITEMS: (
        "{items} of the {needed} texts of the test set that a figure needs have a label."
    ),
    ReasonCode.EVALUATION_SET_DIFFERS: (
        "{set_low} to {set_high} % of the test set, {pool_low} to {pool_high} % of all texts: the "
        "test set differs from them."
    ),
    ReasonCode.FEW_SETTLED_LABELS: (
        "{labels} of the {needed} settled labels that a comparison needs."
    ),
    ReasonCode.COMPARED_WITH_NEXT_MEASUREMENT: "It comes with the next measured round.",
    ReasonCode.UNDER_WAY: "It is being worked out.",
    ReasonCode.CANCELLED: "It was cancelled.",
    ReasonCode.JOB_FAILED: "{error}",
    ReasonCode.NOT_PREPARED: "No model has been prepared yet.",
    ReasonCode.NEWER_ROUND: "The model is of round {round}. Round {newer} has come since.",
    ReasonCode.NO_PRICE: (
        "The project has no price per hour and none per label. Set one in the settings."
    ),
    ReasonCode.NO_TIME: "No answer has come yet that says how long it took.",
    ReasonCode.NO_LABELS: "People have given no labels yet.",
    ReasonCode.FEW_FIGURES: "{figures} of the {needed} figures of accuracy that it takes.",
    ReasonCode.QUALITY_DID_NOT_RISE: "The last figure is not above the first.",
    ReasonCode.GPU_WATTS_UNKNOWN: (
        "A GPU has worked, but its power isn't known. Set POSTIL_GPU_WATTS."
    ),
    ReasonCode.MEASUREMENTS_PUT_OFF: (
        "{rounds} rounds wait to be measured: a measurement takes {seconds} CPU-seconds, which "
        "{labels} labels earn."
    ),
    ReasonCode.COMPARISON_PUT_OFF: (
        "{labels} of the {needed} labels that earn a comparison: it takes about {seconds} "
        "CPU-seconds."
    ),
    ReasonCode.FEW_SHARED_ITEMS: (
        "{items} of the {needed} texts with two answers that a figure of agreement needs."
    ),
    ReasonCode.ONE_ANSWER_ONLY: (
        "All answers are the same: nothing shows whether people agree or it is chance."
    ),
    ReasonCode.FEW_PEOPLE_A_TEXT: (
        "{needed} people a text are needed: fewer settle no label without this person."
    ),
    ReasonCode.ONE_PERSON_ANSWERS: (
        "Only one person has answered so far. A second answer takes another person: until then "
        "people get new texts."
    ),
    ReasonCode.FEW_LABELS_TO_DOUBT: (
        "{labels} of the {needed} labels that are needed to see where a second answer pays."
    ),
    ReasonCode.NO_SECOND_ANSWER_PAYS: "No second answer promises more than a new text now.",
    ReasonCode.NO_WORKER: "No worker answers just now. It may be starting: try again in a moment.",
    ReasonCode.WORKER_SILENT: "The worker didn't answer within {seconds:g} seconds. Try again.",
    ReasonCode.WORKER_ENDED: "The worker ended before it had answered. Try again in a moment.",
    ReasonCode.WORKER_FAILED: "Something broke in the worker. Its log says what.",
    ReasonCode.BROKER_SILENT: "The broker between service and workers doesn't answer.",
    ReasonCode.NO_ENCODER: "The worker lacks what the project's encoder needs.",
    ReasonCode.OTHER_ENCODER: "The worker's encoder isn't that of the texts' vectors.",
    ReasonCode.NO_VECTORS: "The texts have no vectors yet. They are being made.",
    ReasonCode.NO_MODEL: "The last measured round left no model. The next one does.",
    ReasonCode.TOO_FEW_TO_CERTIFY: (
        "{texts} texts have no label: to label them all takes no longer than a certificate."
    ),
    ReasonCode.CERTIFICATE_OUT_OF_REACH: (
        "{checks} checks can't show that at most {percent:g} % of any part of the texts are wrong."
    ),
    ReasonCode.NOT_CERTIFIED: (
        "{wrong} of {checks} checks were wrong. They don't show that at most {percent:g} % of any "
        "part of the texts are wrong."
    ),
    ReasonCode.CERTIFYING_ENDED: "It was ended after {checks} checks, before anything was shown.",
    ReasonCode.DONE: "Everything has been labelled.",
    ReasonCode.EMBEDDING: "A file is being read: its texts come in a moment.",
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
    return Reason(code, SENTENCES[code].format(of=of, **figures), figures)


def stored_reason(stored: Mapping[str, Any]) -> Reason:
    """One that was kept as JSON."""
    return Reason(ReasonCode(stored["code"]), stored["detail"], stored["figures"])


def not_measured_yet(waits: str, **figures: float) -> Reason:
    """With what the first measured round waits for."""
    detail = f"{SENTENCES[ReasonCode.NOT_MEASURED]} {waits}"
    return Reason(ReasonCode.NOT_MEASURED, detail, figures)


def job_failed(error: str) -> Reason:
    """With what the job said itself."""
    return Reason(ReasonCode.JOB_FAILED, SENTENCES[ReasonCode.JOB_FAILED].format(error=error), {})
