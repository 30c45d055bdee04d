#!/usr/bin/env python3
"""Writes given.txt: the characters that Chinese given names are made of, far oftener than other words are.

For each character, the logarithm (base 2) of its share among given names over its share in running text. The first comes from
`charfreq.csv` of the Python package ngender 0.1.1 (MIT, Copyright (c) 2015 Jingchao Hu), the second from the word frequencies of jieba's
dictionary (MIT) without the words that it calls names. Kept are characters with at least 600 bearers and a logarithm of 1.5.

    python3 given.py charfreq.csv dict.txt > given.txt
"""
import collections
import csv
import math
import sys

BEARERS, RATIO = 600, 1.5


def main(names, words):
    text, given = collections.Counter(), {}
    for line in open(words, encoding="utf-8"):
        word, count, *tag = line.split()
        if not (tag and tag[0].startswith("nr")):
            for c in word:
                text[c] += int(count)
    for row in csv.DictReader(open(names, encoding="utf-8")):
        given[row["char"]] = int(row["male"]) + int(row["female"])
    all_given, all_text = sum(given.values()), sum(text.values())

    def ratio(c):
        return math.log2((given[c] + 20) / (all_given + 20 * 9000)) - math.log2((text[c] + 200) / (all_text + 200 * 9000))

    kept = sorted((c for c in given if given[c] >= BEARERS and ratio(c) >= RATIO), key=lambda c: -given[c])
    print("".join(kept))


if __name__ == "__main__":
    main(*sys.argv[1:])
