"""A kind of question: one row, which whoever asks and workers read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

from service.app import App
from service.kit.reasons import Reason
from service.kit.registry import Registry
from service.ports import Question, Tools

Content = Mapping[str, Any]
"""JSON, of which only the kind knows what is in it."""
Handler = Callable[[App, Tools, Content], Content | Reason]


@dataclass(frozen=True, kw_only=True)
class QuestionKind:
    """`handler` is named, `module:function`, and imported when a worker first calls it."""

    name: str
    handler: str
    needs_encoder: bool = False
    """It goes to a worker that has the encoder of its project."""
    seconds: float = 30.0
    """What a worker may take; loading an encoder alone can take ten."""

    def question(self, content: Content, encoder: str | None = None) -> Question:
        """One of this kind; `encoder` as the project names it, a model after a colon."""
        named = encoder.partition(":")[0] if encoder is not None and self.needs_encoder else None
        return Question(self.name, content, named, self.seconds)

    def replied(self, app: App, tools: Tools, content: Content) -> Content | Reason:
        """What its handler says."""
        handler: Handler = resolve_name(self.handler)
        return handler(app, tools, content)


QUESTION_KINDS: Registry[QuestionKind] = Registry(
    "service.jobs.questions.kinds", "kind of question"
)
register = QUESTION_KINDS.add
