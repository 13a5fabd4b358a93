"""Every documented call, as one would make it, and people of every kind to make it."""

from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient

from tests.asking import answers_questions
from tests.driving import API, Driver
from tests.texts import texts

OPEN, ANYBODY, ENGINEER, MEMBER, MEMBER_ENGINEER, ADMIN = (
    "open",
    "who is signed in",
    "an engineer",
    "a member",
    "an engineer of the project",
    "an administrator",
)
MEMBER_AND_ENGINEER = "an engineer of the project who may open projects"
P = "/api/v1/projects/{project}"
Call = tuple[str, str, str, Any]
CALLS: list[Call] = [
    ("POST", "/api/v1/session", OPEN, {"token": "nope"}),
    ("GET", "/api/v1/session", OPEN, None),
    ("DELETE", "/api/v1/session", OPEN, None),
    ("GET", "/api/v1/sign-in", OPEN, None),
    ("POST", "/api/v1/invitation", OPEN, {"token": "nope"}),
    ("GET", "/healthz", OPEN, None),
    ("GET", "/readyz", OPEN, None),
    ("GET", "/metrics", OPEN, None),
    ("GET", "/api/v1/me", ANYBODY, None),
    ("PATCH", "/api/v1/me", ANYBODY, {"name": "Somebody"}),
    ("PUT", "/api/v1/me/password", ANYBODY, {"password": "long enough"}),
    ("GET", "/api/v1/me/sessions", ANYBODY, None),
    ("DELETE", "/api/v1/me/sessions/{session_id}", ANYBODY, None),
    ("POST", "/api/v1/invitation:accept", ANYBODY, {"token": "nope"}),
    ("POST", "/api/v1/tokens", ANYBODY, {"name": "t"}),
    ("GET", "/api/v1/tokens", ANYBODY, None),
    ("DELETE", "/api/v1/tokens/{token_id}", ANYBODY, None),
    ("GET", "/api/v1/projects", ANYBODY, None),
    ("GET", "/api/v1/jobs", ANYBODY, None),
    ("GET", "/api/v1/strategies", ANYBODY, None),
    ("GET", "/api/v1/encoders", ANYBODY, None),
    ("GET", "/api/v1/job-kinds", ANYBODY, None),
    ("GET", "/api/v1/export-formats", ANYBODY, None),
    ("POST", "/api/v1/projects", ENGINEER, {"name": "New"}),
    ("PATCH", "/api/v1/users/{user_id}", ADMIN, {"state": "active"}),
    ("POST", "/api/v1/users/{user_id}/tokens", ADMIN, {"name": "t"}),
    ("GET", P, MEMBER, None),
    ("GET", f"{P}/curve", MEMBER, None),
    ("GET", f"{P}/stats", MEMBER, None),
    ("GET", f"{P}/progress", MEMBER, None),
    ("GET", "/api/v1/jobs/{job_id}", MEMBER, None),
    ("POST", f"{P}/items/{{item_id}}/notes", MEMBER, {"kind": "flag"}),
    ("DELETE", f"{P}/items/{{item_id}}/flag", MEMBER, None),
    ("GET", f"{P}/own-answers", MEMBER, None),
    ("GET", f"{P}/own-answers/{{item_id}}", MEMBER, None),
    ("POST", f"{P}/practice", MEMBER, None),
    ("PUT", f"{P}/practice/{{item_id}}", MEMBER, {"answer": {"class": "a"}}),
    ("POST", f"{P}/assignments", MEMBER, {}),
    ("POST", f"{P}/assignments:take-along", MEMBER, {"items": 1, "hours": 1}),
    ("POST", f"{P}/assignments:release", MEMBER, {"assignments": [1]}),
    ("POST", f"{P}/assignments/{{assignment_id}}/renew", MEMBER, None),
    ("POST", f"{P}/assignments/{{assignment_id}}/skip", MEMBER, {}),
    ("POST", f"{P}/assignments/{{assignment_id}}/release", MEMBER, None),
    ("PUT", f"{P}/annotations/{{annotation_id}}", MEMBER, "answer"),
    ("POST", f"{P}/answer-and-next", MEMBER, "named answer"),
    ("POST", f"{P}/annotations:bulk", MEMBER, "answers"),
    ("POST", f"{P}/annotations/{{annotation_id}}/retract", MEMBER, None),
    ("PATCH", P, MEMBER_ENGINEER, {"guidelines": "g"}),
    ("POST", f"{P}/invitations", MEMBER_ENGINEER, {}),
    ("GET", f"{P}/invitations", MEMBER_ENGINEER, None),
    ("DELETE", f"{P}/invitations/{{invitation_id}}", MEMBER_ENGINEER, None),
    ("GET", f"{P}/members", MEMBER_ENGINEER, None),
    ("POST", f"{P}/programs", MEMBER_ENGINEER, {"name": "Importer"}),
    ("PATCH", f"{P}/members/{{user_id}}", MEMBER_ENGINEER, {"role": "annotator"}),
    ("DELETE", f"{P}/members/{{user_id}}", MEMBER_ENGINEER, None),
    ("POST", f"{P}/members/{{user_id}}/sign-in-link", MEMBER_ENGINEER, None),
    ("PUT", f"{P}/members/{{user_id}}/program", MEMBER_ENGINEER, None),
    ("DELETE", f"{P}/members/{{user_id}}/program", MEMBER_ENGINEER, None),
    ("GET", f"{P}/set-aside", MEMBER_ENGINEER, None),
    ("POST", f"{P}/members/{{user_id}}/set-aside", MEMBER_ENGINEER, None),
    ("DELETE", f"{P}/members/{{user_id}}/set-aside", MEMBER_ENGINEER, None),
    ("POST", f"{P}/imports", MEMBER_ENGINEER, b'{"text": "new"}'),
    ("GET", f"{P}/imports", MEMBER_ENGINEER, None),
    ("GET", f"{P}/imports/{{import_id}}", MEMBER_ENGINEER, None),
    ("GET", f"{P}/imports/{{import_id}}/rejected", MEMBER_ENGINEER, None),
    ("GET", f"{P}/imports/{{import_id}}/conflicts", MEMBER_ENGINEER, None),
    ("POST", f"{P}/vectors/{{name}}", MEMBER_ENGINEER, b'{"id": "row-1", "vector": [1, 2]}'),
    ("GET", f"{P}/vectors", MEMBER_ENGINEER, None),
    ("GET", f"{P}/vectors/{{name}}", MEMBER_ENGINEER, None),
    ("DELETE", f"{P}/vectors/{{name}}", MEMBER_ENGINEER, None),
    ("GET", f"{P}/items", MEMBER_ENGINEER, None),
    ("GET", f"{P}/items/{{item_id}}", MEMBER_ENGINEER, None),
    ("GET", f"{P}/items/{{item_id}}/similar", MEMBER_ENGINEER, None),
    ("GET", f"{P}/near-copies", MEMBER_ENGINEER, None),
    ("GET", f"{P}/map", MEMBER_ENGINEER, None),
    ("POST", f"{P}/map", MEMBER_ENGINEER, None),
    ("GET", f"{P}/map/points", MEMBER_ENGINEER, None),
    ("POST", f"{P}/suggestions", MEMBER_ENGINEER, "suggestions"),
    ("GET", f"{P}/review/notes", MEMBER_ENGINEER, None),
    ("POST", f"{P}/notes/{{note_id}}/resolve", MEMBER_ENGINEER, {}),
    ("POST", f"{P}/notes/{{note_id}}/reopen", MEMBER_ENGINEER, None),
    ("PUT", f"{P}/notes/{{note_id}}/reply", MEMBER_ENGINEER, {"text": "t"}),
    ("GET", f"{P}/notes/replies", MEMBER, None),
    ("POST", f"{P}/notes/{{note_id}}/read", MEMBER, None),
    ("GET", f"{P}/review/errors", MEMBER_ENGINEER, None),
    ("POST", f"{P}/review/errors/{{item_id}}", MEMBER_ENGINEER, "verdict"),
    ("POST", f"{P}/items/{{item_id}}/adjudicate", MEMBER_ENGINEER, "verdict"),
    ("DELETE", f"{P}/review/decisions/{{batch}}", MEMBER_ENGINEER, None),
    ("GET", f"{P}/review/disagreements", MEMBER_ENGINEER, None),
    ("GET", f"{P}/review/agreement", MEMBER_ENGINEER, None),
    ("GET", f"{P}/review/skipped", MEMBER_ENGINEER, None),
    ("POST", f"{P}/review/skipped/{{item_id}}/ask-again", MEMBER_ENGINEER, None),
    ("POST", f"{P}/items:label", MEMBER_ENGINEER, "labels"),
    ("DELETE", f"{P}/items:label/{{batch}}", MEMBER_ENGINEER, None),
    ("POST", f"{P}/items:exclude", MEMBER_ENGINEER, {"items": [1]}),
    ("POST", f"{P}/items:bring-back", MEMBER_ENGINEER, {"items": [1]}),
    ("GET", f"{P}/settings-history", MEMBER_ENGINEER, None),
    ("GET", f"{P}/classes", MEMBER, None),
    ("POST", f"{P}/classes", MEMBER_ENGINEER, {"name": "New class"}),
    ("POST", f"{P}/classes:order", MEMBER_ENGINEER, {"ids": [1]}),
    ("PATCH", f"{P}/classes/{{class_id}}", MEMBER_ENGINEER, {"description": "d"}),
    ("POST", f"{P}/classes/{{class_id}}/merge", MEMBER_ENGINEER, {"into": 1, "dry_run": True}),
    ("POST", f"{P}/classes/{{class_id}}/retire", MEMBER_ENGINEER, None),
    ("POST", f"{P}/classes/{{class_id}}/restore", MEMBER_ENGINEER, None),
    ("PUT", f"{P}/classes/{{class_id}}/examples", MEMBER_ENGINEER, {"examples": ["x"]}),
    ("GET", f"{P}/classes/{{class_id}}/examples", MEMBER_ENGINEER, None),
    ("GET", f"{P}/examples", MEMBER, None),
    ("POST", f"{P}/classes/{{class_id}}/hunt", MEMBER_ENGINEER, {"limit": 1}),
    ("GET", f"{P}/classes/{{class_id}}/hunt", MEMBER_ENGINEER, None),
    ("PUT", f"{P}/classes/{{class_id}}/hunt/{{look_id}}", MEMBER_ENGINEER, "look"),
    ("DELETE", f"{P}/classes/{{class_id}}/hunt/{{look_id}}", MEMBER_ENGINEER, None),
    ("GET", f"{P}/rounds", MEMBER_ENGINEER, None),
    ("POST", f"{P}/rounds", MEMBER_ENGINEER, None),
    ("GET", f"{P}/encoder-trial", MEMBER_ENGINEER, None),
    ("POST", f"{P}/encoder-trial", MEMBER_ENGINEER, {}),
    ("POST", f"{P}/views:wake", MEMBER_ENGINEER, {"encoder": "hashing"}),
    ("GET", f"{P}/bill", MEMBER_ENGINEER, None),
    ("GET", f"{P}/forecast", MEMBER_ENGINEER, None),
    ("GET", f"{P}/next-step", MEMBER_ENGINEER, None),
    ("GET", f"{P}/quality", MEMBER_ENGINEER, None),
    ("GET", f"{P}/export", MEMBER_ENGINEER, None),
    ("POST", f"{P}/predict", MEMBER_ENGINEER, {"texts": ["x"]}),
    ("GET", f"{P}/usage", MEMBER_ENGINEER, None),
    ("GET", f"{P}/drift", MEMBER_ENGINEER, None),
    ("POST", f"{P}/drift", MEMBER_ENGINEER, {"texts": [f"text {n}" for n in range(30)]}),
    ("GET", f"{P}/predictions", MEMBER_ENGINEER, None),
    ("GET", f"{P}/model", MEMBER_ENGINEER, None),
    ("POST", f"{P}/model", MEMBER_ENGINEER, None),
    ("GET", f"{P}/model/file", MEMBER_ENGINEER, None),
    ("GET", f"{P}/certify", MEMBER_ENGINEER, None),
    ("POST", f"{P}/certify", MEMBER_ENGINEER, {"error": 0.05}),
    ("POST", f"{P}/certify:finish", MEMBER_ENGINEER, None),
    ("DELETE", f"{P}/machine-labels", MEMBER_ENGINEER, None),
    ("POST", "/api/v1/jobs/{job_id}/cancel", MEMBER_ENGINEER, None),
    ("POST", "/api/v1/jobs/{job_id}/retry", MEMBER_ENGINEER, None),
    ("DELETE", f"{P}/imports/{{import_id}}", MEMBER_ENGINEER, None),
    ("POST", f"{P}/duplicate", MEMBER_AND_ENGINEER, {"name": "Another"}),
    ("DELETE", P, MEMBER_ENGINEER, None),
    ("DELETE", "/api/v1/me/sessions", ANYBODY, None),
]


def name(call: Call) -> str:
    return f"{call[0]} {call[1].removeprefix(API)}"


class World:
    """A project, and people of every kind."""

    def __init__(self, driver: Driver) -> None:
        self.driver = answers_questions(driver)
        self.project = self.driver.project(strategy="random")
        self.driver.imported(self.project, texts(60))
        self.driver.label_at_once(self.project, 6, lambda text: "ab"["apple" in text])
        self.driver.work()  # there is a model to ask
        elsewhere = self.driver.project()
        self.people: dict[str, TestClient] = {
            "anonymous": self.driver.browser(),
            "stranger": self.driver.join(elsewhere, "Stranger"),
            "stranger engineer": self.driver.join(elsewhere, "Other engineer", "engineer"),
            "annotator": self.driver.join(self.project, "Ann"),
            "engineer": self.driver.join(self.project, "Eve", "engineer"),
            "admin": self.driver.http,
        }

    def call(self, who: str, call: Call) -> int:
        sent = self.send(who, call)
        assert sent.status_code < 500, sent.text
        assert sent.status_code != 422, sent.text
        return int(sent.status_code)

    def send(self, who: str, call: Call, through: TestClient | None = None, **instead: Any) -> Any:
        """The answer to a call as one would make it, but for these ids."""
        method, path, _, body = call
        http = through or self.people[who]
        ids = {
            "project": self.project,
            "project_id": self.project,
            "item_id": 1,
            "note_id": 10_000,
            "import_id": 1,
            "class_id": 2,
            "job_id": 1,
            "token_id": 10_000,
            "session_id": 10_000,
            "user_id": 10_000,
            "invitation_id": 10_000,
            "annotation_id": uuid4(),
            "batch": uuid4(),
            "look_id": uuid4(),
            "name": "images",
        } | instead
        if "{assignment_id}" in path and "assignment_id" not in ids:
            ids["assignment_id"] = self.lease(who)
        answer = {"item_id": ids["item_id"], "answer": {"class": "a"}}
        if body == "answer":
            body = answer
        elif body == "named answer":
            body = {"id": str(uuid4()), **answer}
        elif body == "look":
            body = {"item_id": ids["item_id"], "answer": None}
        elif body == "verdict":
            body = {"batch": str(uuid4()), "answer": answer["answer"]}
        elif body == "suggestions":
            row = {"item_id": ids["item_id"], "class": "a", "probability": 0.5}
            body = {"model": "outside", "suggestions": [row]}
        elif body == "answers":
            body = {"annotations": [{"id": str(uuid4()), **answer}]}
        elif body == "labels":
            body = {"batch": str(uuid4()), "answer": answer["answer"], "items": [ids["item_id"]]}
        if isinstance(body, bytes):
            headers = {"Content-Type": "application/x-ndjson"}
            return http.request(method, path.format(**ids), content=body, headers=headers)
        return http.request(method, path.format(**ids), json=body)

    def lease(self, who: str) -> int:
        if who not in ("annotator", "engineer", "admin"):
            return 1
        return int(self.driver.offered(self.project, 1, self.people[who])["assignments"][0]["id"])
