"""The Celery app: how ids of due jobs travel to the workers that do them.

The job table is the truth. A message is a nudge: losing one delays its job until the relay
sends it again, and a second one finds the job claimed and does nothing.
"""

from importlib import import_module

from celery import Celery

# Redis gives an unacknowledged message to another worker after `visibility_timeout`, and by
# default looks only every 100 s. The first must exceed the longest job.
REDIS_OPTIONS = {
    "visibility_timeout": 6 * 3600,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 30,
}

# Celery and kombu import these at first use, and threads that do so at once can deadlock.
IMPORTED_LATE = (
    "celery.app.amqp",
    "celery.app.control",
    "celery.app.events",
    "celery.app.routes",
    "celery.backends.base",
    "celery.concurrency.solo",
    "celery.events.dispatcher",
    "celery.fixups.django",
    "celery.loaders.app",
    "celery.worker.autoscale",
    "celery.worker.components",
    "celery.worker.consumer",
    "celery.worker.consumer.agent",
    "celery.worker.consumer.delayed_delivery",
    "celery.worker.control",
    "celery.worker.strategy",
    "kombu.transport.redis",
)


def create_celery(broker_url: str) -> Celery:
    """An app for the Redis at `broker_url`.

    A consumer needs an app of its own: Celery keeps in it which queues are consumed.
    """
    celery = Celery("postil", broker=broker_url, set_as_current=False)
    celery.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=REDIS_OPTIONS,
    )
    for name in IMPORTED_LATE:
        import_module(name)
    return celery


def queue(lane: str, kind: str) -> str:
    """The queue of one kind of job in a lane: kinds never wait behind each other."""
    return f"{lane}.{kind}"
