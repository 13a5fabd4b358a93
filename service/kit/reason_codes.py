"""Codes of reasons: programs read these."""

from enum import StrEnum


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
