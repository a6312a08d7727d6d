"""Trains the model from labelled texts, and writes its file: `python -m model_server.train model/texts.tsv OUT.json`.

Every fourth text of each label is kept back to evaluate the model with.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from .model import counts_of, softmax, words_of

VERSION = "v1.2.0"
ROUNDS, RATE, DECAY = 400, 0.5, 1e-3
KEPT_BACK = 4


def train(lines: list[str]) -> dict[str, object]:
    """The content of a model file, from lines of a label, a tab and a text. The same lines give the same file."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        label, text = line.split("\t", 1)
        by_label[label].append(text)
    labels = sorted(by_label)
    seen = [(text, label) for label in labels for at, text in enumerate(by_label[label]) if at % KEPT_BACK]
    kept_back = [(text, label) for label in labels for text in by_label[label][::KEPT_BACK]]
    vocabulary = sorted({word for text, _ in seen for word in words_of(text)})
    counts = counts_of([text for text, _ in seen], {word: at for at, word in enumerate(vocabulary)})
    wanted = np.array([[label == one for one in labels] for _, label in seen], dtype=np.float64)
    weights, bias = np.zeros((len(labels), len(vocabulary))), np.zeros(len(labels))
    for _ in range(ROUNDS):
        off = (softmax(counts @ weights.T + bias) - wanted) / len(seen)
        weights -= RATE * (off.T @ counts + DECAY * weights)
        bias -= RATE * off.sum(axis=0)
    return {
        "name": "sentiment",
        "version": VERSION,
        "labels": labels,
        "vocabulary": vocabulary,
        "weights": weights.round(4).tolist(),
        "bias": bias.round(4).tolist(),
        "evaluation": [{"text": text, "label": label} for text, label in kept_back],
    }


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_text(json.dumps(train(source.read_text().splitlines())) + "\n")
