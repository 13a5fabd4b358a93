"""Codes of reasons, which programs read, and the sentence of each, for people."""

from collections.abc import Mapping
from enum import StrEnum
from string import Formatter
from typing import Any


class ReasonCode(StrEnum):
    # Of figures.
    NOT_MEASURED = "not_measured"
    FOR_ENGINEERS = "for_engineers"
    FEW_AUDIT_ITEMS = "few_audit_items"
    UNEVEN_AUDIT_ITEMS = "uneven_audit_items"
    UNANSWERED_AUDIT_ITEMS = "unanswered_audit_items"
    NOT_FOR_KIND = "not_for_kind"
    NOT_FOR_METRIC = "not_for_metric"
    # Of labels saved.
    NO_AUDIT_ITEMS_IN_PART = "no_audit_items_in_part"
    FEW_AUDIT_ITEMS_TO_COMPARE = "few_audit_items_to_compare"
    UNEVEN_AUDIT_ITEMS_TO_COMPARE = "uneven_audit_items_to_compare"
    SAVING_UNSURE = "saving_unsure"
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
    # Of the next step.
    ARCHIVED = "archived"
    NO_TEXTS = "no_texts"
    PEOPLE_DISAGREE = "people_disagree"
    FEW_LABELS_OF_CLASS = "few_labels_of_class"
    # Of forecasts.
    NO_TARGET = "no_target"
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
    # Of the evaluation set.
    FEW_EVALUATION_ITEMS = "few_evaluation_items"
    TEST_SET_IN_POOL = "test_set_in_pool"
    EVALUATION_SET_DIFFERS = "evaluation_set_differs"
    # Of trials.
    FEW_SETTLED_LABELS = "few_settled_labels"
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
    FULL_MODEL_IS_FAST = "full_model_is_fast"
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
    ReasonCode.FOR_ENGINEERS: "Only the project's engineers see figures.",
    ReasonCode.FEW_AUDIT_ITEMS: "{audit_items} of the {needed:audit text|audit texts} needed.",
    ReasonCode.UNEVEN_AUDIT_ITEMS: (
        "One part has {percent} % of all texts, but only {here} of the "
        "{audit_items:audit text|audit texts}. Label on: the next ones come from there."
    ),
    ReasonCode.UNANSWERED_AUDIT_ITEMS: (
        "{audit_items:audit text has|audit texts have} no answer, which widens the interval."
    ),
    ReasonCode.NOT_FOR_KIND: "Projects with answers of this kind don't have this.",
    ReasonCode.NOT_FOR_METRIC: "What random sampling would reach is known by accuracy only.",
    ReasonCode.SAVING_UNSURE: "Whether labels were saved can't be told yet.",
    ReasonCode.NO_AUDIT_ITEMS_IN_PART: (
        "{percent} % of all texts are in a part without an audit text. Label on."
    ),
    ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE: (
        "The last measurement had {audit_items} of the {needed:audit text|audit texts} needed to "
        "say what was saved."
    ),
    ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE: (
        "{audit_items:audit text|audit texts} answered, unevenly: they count as {worth} of the "
        "{needed} needed to say what was saved. Label on."
    ),
    ReasonCode.TARGET_REACHED: (
        "At least {target} % {of}, shown on {audit_items:audit text|audit texts} after "
        "{labels:label|labels}."
    ),
    ReasonCode.TARGET_NEAR: (
        "{low} to {high} % {of}, so {target} % may be reached already. It is checked again at "
        "{next_look:audit text|audit texts} ({audit_items} so far)."
    ),
    ReasonCode.TARGET_FAR: "{low} to {high} % {of}: {target} % is not reached.",
    ReasonCode.TOO_FEW_AUDIT_ITEMS: (
        "{audit_items} of the {needed:audit text|audit texts} needed to test the target."
    ),
    ReasonCode.FIRST_LOOK_COMES: "The target is first tested with the next measurement.",
    ReasonCode.NO_MORE_LOOKS: (
        "{low} to {high} % {of}, so {target} % may be reached already. All {looks:check|checks} of "
        "the target are used, so it can't be proven."
    ),
    ReasonCode.NOT_WORTH_MORE: (
        "About {cost} {of} for the next {labels:label|labels}, which bring at most "
        "{points:point|points}, worth {worth}."
    ),
    ReasonCode.WORTH_MORE: (
        "About {cost} {of} for the next {labels:label|labels}, which may bring "
        "{points:point|points}, worth {worth}."
    ),
    ReasonCode.FEW_LABELS_TO_WEIGH: (
        "{labels} of the {needed:label|labels} needed to say what more would bring. Label on."
    ),
    ReasonCode.ARCHIVED: "The project is archived.",
    ReasonCode.NO_TEXTS: "The project has no texts yet.",
    ReasonCode.PEOPLE_DISAGREE: "People disagree on {items:text|texts}. One decision settles each.",
    ReasonCode.FEW_LABELS_OF_CLASS: (
        "It has {labels:label|labels}. With {needed} the model starts to learn it."
    ),
    ReasonCode.NO_TARGET: "No target says yet how good the model must be.",
    ReasonCode.FEW_LABELS_TO_FORECAST: (
        "{labels} of the {needed:chosen text|chosen texts} needed for a forecast."
    ),
    ReasonCode.CURVE_NOT_RISING: (
        "No forecast: the model is no better than with a quarter of the labels."
    ),
    ReasonCode.TARGET_SEEMS_REACHED: "{percent} % likely that the target is reached.",
    ReasonCode.TARGET_TOO_FAR: (
        "{target} % is out of reach for now. Even {labels:label|labels} would get there with a "
        "chance of {percent} %."
    ),
    ReasonCode.TARGET_BEYOND_POOL: (
        "{percent} % likely that labelling all texts reaches the target."
    ),
    ReasonCode.NOBODY_LABELS: "Nobody has labelled in the last {days:day|days}.",
    ReasonCode.DATE_TOO_FAR: "It may take more than {years:year|years} at today's pace.",
    ReasonCode.GUARD_WAITS: (
        "{audit_items} of the {needed:audit text|audit texts} needed to compare chosen texts "
        "with random ones."
    ),
    ReasonCode.CHOSEN_TEACH_LESS: (
        "{percent} % of the audit texts are right after {texts:chosen text|chosen texts}, "
        "{random_percent} % after as many random ones."
    ),
    ReasonCode.RANDOM_CURVE_IS_ABOVE: (
        "The model is right on at most {percent} % of all texts. With as many random labels it "
        "would be {random_percent} % or more."
    ),
    ReasonCode.FEW_EVALUATION_ITEMS: (
        "{items} of the {needed:labelled text|labelled texts} needed in the test set."
    ),
    ReasonCode.TEST_SET_IN_POOL: (
        "{items} of the {needed:labelled text|labelled texts} needed in the test set: "
        "{in_pool:text doesn't|texts don't} count, being among the texts to label."
    ),
    ReasonCode.EVALUATION_SET_DIFFERS: (
        "The test set differs from the other texts: {set_low} to {set_high} % right there, "
        "{pool_low} to {pool_high} % of all texts."
    ),
    ReasonCode.FEW_SETTLED_LABELS: (
        "{labels} of the {needed:settled label|settled labels} needed {of}."
    ),
    ReasonCode.UNDER_WAY: "It is being computed.",
    ReasonCode.CANCELLED: "It was cancelled.",
    ReasonCode.JOB_FAILED: "{error}",
    ReasonCode.NOT_PREPARED: "No model has been prepared yet.",
    ReasonCode.NEWER_ROUND: "This model is from round {round}; round {newer} is newer.",
    ReasonCode.NO_PRICE: "No price is set. Add a price per hour or per label in the settings.",
    ReasonCode.NO_TIME: "No answer so far says how long it took.",
    ReasonCode.NO_LABELS: "People have given no labels yet.",
    ReasonCode.FEW_FIGURES: "{figures} of the {needed:measurement|measurements} needed.",
    ReasonCode.QUALITY_DID_NOT_RISE: "The last figure is not above the first.",
    ReasonCode.GPU_WATTS_UNKNOWN: "A GPU's power isn't known. Set POSTIL_GPU_WATTS.",
    ReasonCode.MEASUREMENTS_PUT_OFF: (
        "{rounds:round waits|rounds wait} to be measured. A measurement takes "
        "{seconds:CPU-second|CPU-seconds}, so it waits for {labels:label|labels}."
    ),
    ReasonCode.FEW_SHARED_ITEMS: (
        "{items} of the {needed:text|texts} with two answers needed to measure agreement."
    ),
    ReasonCode.ONE_ANSWER_ONLY: (
        "All answers are the same, so agreement can't be told from chance."
    ),
    ReasonCode.FEW_PEOPLE_A_TEXT: (
        "It needs {needed} people per text, so that a label settles without this person."
    ),
    ReasonCode.ONE_PERSON_ANSWERS: (
        "Only one person has answered. Second answers start once another person labels."
    ),
    ReasonCode.FEW_LABELS_TO_DOUBT: (
        "{labels} of the {needed:label|labels} needed to see where a second answer pays."
    ),
    ReasonCode.NO_SECOND_ANSWER_PAYS: "Right now a new text is worth more than a second answer.",
    ReasonCode.NO_WORKER: "No worker answers. It may be starting: try again in a moment.",
    ReasonCode.WORKER_SILENT: (
        "The background worker is busy: no answer within {seconds:second|seconds}. Try again."
    ),
    ReasonCode.WORKER_ENDED: "The worker stopped before it answered. Try again in a moment.",
    ReasonCode.WORKER_FAILED: "The worker failed. Its log says why.",
    ReasonCode.BROKER_SILENT: "The broker doesn't answer. Check that Redis runs.",
    ReasonCode.NO_ENCODER: "The worker lacks the project's encoder. Install what it needs.",
    ReasonCode.OTHER_ENCODER: "The worker's encoder is not the one that made the texts' vectors.",
    ReasonCode.NO_VECTORS: "The texts have no vectors yet. A worker is making them.",
    ReasonCode.NO_MODEL: "The last measured round left no model. The next one will.",
    ReasonCode.FULL_MODEL_IS_FAST: (
        "The full model is as fast: all encoders that it reads with cost little."
    ),
    ReasonCode.TOO_FEW_TO_CERTIFY: (
        "Only {texts:text has|texts have} no label. Labelling them is no more work than a "
        "certificate."
    ),
    ReasonCode.CERTIFICATE_OUT_OF_REACH: (
        "{checks:check|checks} can't prove at most {percent:g} % errors, however few texts it is "
        "for."
    ),
    ReasonCode.NOT_CERTIFIED: (
        "{wrong} of {checks:check was|checks were} wrong. That doesn't prove at most "
        "{percent:g} % errors, however few texts it is for."
    ),
    ReasonCode.CERTIFYING_ENDED: "Stopped after {checks:check|checks}; nothing was proven.",
    ReasonCode.DONE: "You have no text left to label.",
    ReasonCode.EMBEDDING: "A file is being read. Its texts come in a moment.",
    ReasonCode.ALL_LEASED: "Every text left is with somebody else.",
    ReasonCode.PAUSED: "The project is paused.",
}


class _WithNouns(Formatter):
    """A format field with two forms of a word puts the one that goes with the figure behind it:
    "{n:label|labels}" is "1 label" or "1,200 labels"."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        one, plural, many = format_spec.partition("|")
        if not plural:
            return super().format_field(value, format_spec)
        figure = int(value) if value == int(value) else value
        return f"{figure:,} {one if figure == 1 else many}"


_formatter = _WithNouns()


def sentence(code: ReasonCode, **values: Any) -> str:
    return _formatter.vformat(SENTENCES[code], (), values)
