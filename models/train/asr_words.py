"""Prunes the open-gram word trigrams into crates/speech/data/words.lm.gz, the language model that mends homophones.

Source: Debian package sunpinyin-data 0.1.22+20170109-2 (`apt-get download sunpinyin-data; dpkg -x`), the open-gram project's
lm_sc.t3g and pydict_sc.bin, CC BY-SA 3.0 Unported, (c) 1997-2010 MDBG, 2010 Kov Chai, virus huo, Tinyfool. The result stays
under CC BY-SA 3.0. Nothing random: the same input gives the same bytes.

    asr_words.py FOLDER_OF_THE_TWO_FILES OUT.gz [BIGRAMS] [TRIGRAMS]
"""
import gzip, hashlib, io, struct, sys
import numpy as np

folder, out = sys.argv[1], sys.argv[2]
KEEP2 = int(sys.argv[3]) if len(sys.argv) > 3 else 1_300_000
KEEP3 = int(sys.argv[4]) if len(sys.argv) > 4 else 400_000
model = open(folder + "/lm_sc.t3g", "rb").read()
names = open(folder + "/pydict_sc.bin", "rb").read()
print("lm_sc.t3g sha256", hashlib.sha256(model).hexdigest())
print("pydict_sc.bin sha256", hashlib.sha256(names).hexdigest())

# --- the threaded trigram file: header, tables of probabilities and back-off weights, then one array per order ---
size = struct.unpack("<4I", model[8:24])
at = 24
PR = np.frombuffer(model, "<f4", 1 << 16, at).astype(np.float64); at += 4 << 16
BOW = np.frombuffer(model, "<f4", 1 << 14, at).astype(np.float64); at += 4 << 14
def nodes(n):
    global at
    a = np.frombuffer(model, "<u4", 3 * n, at).reshape(-1, 3); at += 12 * n
    return a[:, 0] & 0x3FFFF, BOW[a[:, 0] >> 18], PR[a[:, 1] & 0xFFFF], ((a[:, 1] >> 16) + ((a[:, 2] >> 25) << 16)).astype(np.int64)
_, uni, bi = nodes(size[0]), nodes(size[1]), nodes(size[2])
for level, below in ((uni, size[2]), (bi, size[3])): level[3][-1] = below - 1  # the closing node of a level may be left empty
leaf = np.frombuffer(model, "<u4", 2 * size[3], at).reshape(-1, 2)
text = names[struct.unpack("<I", names[8:12])[0]:].decode("utf-32-le").split("\0")

def leaf_probability():
    """The number of a leaf's probability: 14 bits beside the word, the two high ones at bit 25 of the second half."""
    parent = np.repeat(np.arange(size[2] - 1), np.diff(bi[3]))
    few = leaf[: len(parent)]
    return parent, PR[(few[:, 0] >> 18) + (((few[:, 1] >> 25) & 3) << 14)]

n1 = size[1] - 1
w1 = uni[0][:n1].astype(np.int64)
p1 = np.zeros(len(text) + 1); p1[w1] = uni[2][:n1]
han = lambda s: s and all("\u4e00" <= c <= "\u9fff" for c in s)
good = np.array([han(s) or s in "，。？！、：；" and s != "" for s in text] + [False])
good &= p1 > 0
two_1 = np.repeat(w1, np.diff(uni[3])[:n1]); n2 = len(two_1)
two_2, two_p, two_b = bi[0][:n2].astype(np.int64), bi[2][:n2], bi[1][:n2]
bow1 = np.zeros(len(text) + 1); bow1[w1] = uni[1][:n1]
parent, three_p = leaf_probability()
n3 = len(parent)
three_w = (leaf[:n3, 0] & 0x3FFFF).astype(np.int64)
print("words", int(good.sum()), "bigrams", n2, "trigrams", n3)

# --- prune by how much a line says that its back-off does not: p(history) p(word|history) |log ratio| ---
key2 = two_1 * (1 << 18) + two_2
back2 = bow1[two_1] * p1[two_2]
gain2 = p1[two_1] * two_p * np.abs(np.log(two_p / np.maximum(back2, 1e-12)))
gain2[~(good[two_1] & good[two_2])] = 0
keep2 = np.zeros(n2, bool); keep2[np.argsort(-gain2, kind="stable")[:KEEP2]] = True; keep2 &= gain2 > 0
def low(a, b):
    i = np.minimum(np.searchsorted(key2, a * (1 << 18) + b), n2 - 1)
    hit = key2[i] == a * (1 << 18) + b
    return np.where(hit, two_p[i], bow1[a] * p1[b])
lower3 = low(two_2[parent], three_w)
back3 = two_b[parent] * lower3
gain3 = p1[two_1[parent]] * two_p[parent] * three_p * np.abs(np.log(three_p / np.maximum(back3, 1e-12)))
gain3[~(keep2[parent] & good[three_w])] = 0
keep3 = np.zeros(n3, bool); keep3[np.argsort(-gain3, kind="stable")[:KEEP3]] = True; keep3 &= gain3 > 0

# --- back-off weights anew, over what is left ---
s = np.bincount(two_1[keep2], two_p[keep2], len(text) + 1); l = np.bincount(two_1[keep2], p1[two_2[keep2]], len(text) + 1)
bow1 = np.clip((1 - s) / np.maximum(1 - l, 1e-3), 1e-3, 20)
lower3 = low(two_2[parent], three_w)
s = np.bincount(parent[keep3], three_p[keep3], n2); l = np.bincount(parent[keep3], lower3[keep3], n2)
two_b = np.clip((1 - s) / np.maximum(1 - l, 1e-3), 1e-3, 20)

# --- new numbers, the most frequent word first, so that differences are small ---
order = np.array([i for i in np.argsort(-p1, kind="stable") if good[i]])
new = np.full(len(text) + 1, -1, np.int64); new[order] = np.arange(len(order))
cost = lambda p: np.clip(np.round(-np.log(np.maximum(p, 1e-12)) * 12), 0, 255).astype(np.uint8)          # 1/12 nat
weight = lambda b: np.clip(np.round(-np.log(b) * 16 + 64), 0, 255).astype(np.uint8)                      # 1/16 nat, 64 = none
def varints(values):
    b = bytearray()
    for v in values.tolist():
        while v >= 128: b.append(v & 127 | 128); v >>= 7
        b.append(v)
    return bytes(b)
def lists(history, word, histories):
    """Counts per history, differences of the words inside one; both sorted."""
    d = np.diff(word, prepend=0); first = np.r_[True, history[1:] != history[:-1]]
    d[first] = word[first]
    return np.bincount(history, minlength=histories), d
a, b = new[two_1[keep2]], new[two_2[keep2]]
sort2 = np.lexsort((b, a)); a, b = a[sort2], b[sort2]
rank = np.full(n2, -1, np.int64); rank[np.flatnonzero(keep2)[sort2]] = np.arange(len(a))
h, w = rank[parent[keep3]], new[three_w[keep3]]
sort3 = np.lexsort((w, h)); h, w = h[sort3], w[sort3]
count2, delta2 = lists(a, b, len(order)); count3, delta3 = lists(h, w, len(a))
has = np.flatnonzero(count3)
streams = [
    "\n".join(text[i] for i in order).encode(), cost(p1[order]).tobytes(), weight(bow1[order]).tobytes(),
    varints(count2), varints(delta2), cost(two_p[keep2][sort2]).tobytes(),
    varints(np.diff(has, prepend=0)), varints(count3[has]), weight(two_b[keep2][sort2][has]).tobytes(),
    varints(delta3), cost(three_p[keep3][sort3]).tobytes(),
]
raw = b"ZGWORDS1" + struct.pack("<4I", len(order), len(a), len(has), len(h)) + b"".join(struct.pack("<I", len(x)) + x for x in streams)
buffer = io.BytesIO()
with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as f: f.write(raw)
open(out, "wb").write(buffer.getvalue())
print("kept", len(order), len(a), len(h), "raw", len(raw), "file", len(buffer.getvalue()))
