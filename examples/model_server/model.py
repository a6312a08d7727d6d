"""The model: logistic regression over the words of a text, from a JSON file that its training wrote.

A file of numbers and words, unlike a pickle, runs nothing when it is loaded.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
_WORD = re.compile(r"[a-z']+")


class UnusableModelError(Exception):
    """The model file is not there, not the one that was meant, or not a model. The message is for a log."""


@dataclass(frozen=True)
class Prediction:
    """What the model says of one text."""

    label: str
    confidence: float
    """Its probability by the model."""


@dataclass(frozen=True)
class Model:
    """Ready to predict."""

    name: str
    version: str
    checksum: str
    labels: tuple[str, ...]
    vocabulary: Mapping[str, int]
    weights: Numbers
    """A row for each label, a column for each word of the vocabulary."""
    bias: Numbers
    evaluation: tuple[tuple[str, str], ...]
    """Texts that the training has not seen, each with its true label."""

    def predict(self, texts: Sequence[str]) -> list[Prediction]:
        """One inference for all of the texts."""
        scores = counts_of(texts, self.vocabulary) @ self.weights.T + self.bias
        probabilities = softmax(scores)
        best = probabilities.argmax(axis=1)
        return [Prediction(self.labels[at], float(row[at])) for row, at in zip(probabilities, best, strict=True)]

    def accuracy(self) -> float:
        """The share of the evaluation's texts that get their true label."""
        predictions = self.predict([text for text, _ in self.evaluation])
        right = sum(one.label == true for one, (_, true) in zip(predictions, self.evaluation, strict=True))
        return right / len(self.evaluation)


def load_model(path: Path, checksum: str | None = None) -> Model:
    """The model of a file, whose checksum is held against the one that is given.

    Raises:
        UnusableModelError: No file, another one than the checksum's, or no model in it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnusableModelError(f"{path} cannot be read: {error.strerror}.") from None
    found = f"sha256:{hashlib.sha256(content).hexdigest()}"
    if checksum is not None and checksum != found:
        raise UnusableModelError(f"{path} is {found}, and MODEL_CHECKSUM is {checksum}.")
    try:
        return _model(json.loads(content), found)
    except (KeyError, TypeError, ValueError) as error:
        raise UnusableModelError(f"{path} is not a model of this server: {type(error).__name__}: {error}.") from None


def _model(parts: Mapping[str, Any], checksum: str) -> Model:
    labels, vocabulary = tuple(map(str, parts["labels"])), list(map(str, parts["vocabulary"]))
    weights = np.asarray(parts["weights"], dtype=np.float64)
    bias = np.asarray(parts["bias"], dtype=np.float64)
    if weights.shape != (len(labels), len(vocabulary)) or bias.shape != (len(labels),) or len(labels) < 2:
        raise ValueError(f"weights of shape {weights.shape} for {len(labels)} labels and {len(vocabulary)} words")
    if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
        raise ValueError("weights that are not finite")
    evaluation = tuple((str(one["text"]), str(one["label"])) for one in parts["evaluation"])
    if not evaluation:
        raise ValueError("no texts to evaluate it with")
    places = {word: at for at, word in enumerate(vocabulary)}
    return Model(str(parts["name"]), str(parts["version"]), checksum, labels, places, weights, bias, evaluation)


def counts_of(texts: Sequence[str], vocabulary: Mapping[str, int]) -> Numbers:
    """How often each word of the vocabulary stands in each text."""
    counts = np.zeros((len(texts), len(vocabulary)))
    for row, text in enumerate(texts):
        for word in words_of(text):
            if (column := vocabulary.get(word)) is not None:
                counts[row, column] += 1
    return counts


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def softmax(scores: Numbers) -> Numbers:
    """Probabilities, row by row; the largest score is taken off first, so that none overflows."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    total: Numbers = powers / powers.sum(axis=1, keepdims=True)
    return total
