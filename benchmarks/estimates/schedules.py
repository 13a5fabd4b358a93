"""Schedules of audit items that were tried; the ones that a project can have are the core's."""

from service.core.acquisition.audit import EVER, NONE, Schedule

SCHEDULES = {
    schedule.name: schedule
    for schedule in (
        NONE,
        Schedule("tenth", ((EVER, 0.1),)),
        Schedule("fifth", ((EVER, 0.2),)),
        Schedule("quarter", ((EVER, 0.25),)),
        Schedule("early", ((40, 0.5), (200, 0.25), (EVER, 0.1))),
        Schedule("light", ((20, 0.5), (100, 0.25), (EVER, 0.1))),
        Schedule("middle", ((40, 0.5), (100, 0.3), (EVER, 0.15))),
        Schedule("half", ((40, 0.5), (EVER, 0.3))),
        Schedule("even", ((100, 0.3), (EVER, 0.15))),
    )
}
