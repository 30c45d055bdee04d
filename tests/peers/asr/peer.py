"""The peer of `zg eval asr`: faster-whisper with the same weights, int8, printing the same JSON.

    peer.py FOLDER_OF_THE_CTRANSLATE2_MODEL LIST.tsv [--beam 5] [--threads 1] [--hotwords FILE] [--every N]

`requirements.txt` beside it names its packages; `weights.py` makes the folder. `cargo xtask bench asr` starts both. The normaliser is a second implementation of the one in
crates/speech/src/eval/asr.rs, so that neither side is measured by its own rules alone.
"""

import argparse
import csv
import json
import re
import time
import unicodedata
from pathlib import Path

from faster_whisper import WhisperModel
from opencc import OpenCC

SIMPLE = OpenCC("t2s")
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "幺": 1, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8}
NUMERAL = re.compile(r"[零一二三四五六七八九〇幺两十百千万亿0-9.点]+")


def valued(numeral):
    """A numeral with units as one number, a row of digits digit by digit."""
    if not re.search("[十百千万亿]", numeral):
        return "".join(str(DIGITS.get(c, c)) for c in numeral)
    whole, part, number = 0, 0, None
    for piece in re.findall(r"[0-9]+(?:\.[0-9]+)?|.", numeral):
        if piece[0].isdigit() and piece[0].isascii():
            number = float(piece) if "." in piece else int(piece)
        elif piece in DIGITS:
            number = DIGITS[piece] if number is None else number * 10 + DIGITS[piece]
        elif piece in UNITS:
            part, number = part + (1 if number is None else number) * UNITS[piece], None
        elif piece in GROUPS:
            part, number = part + (number or 0), None
            part = part or 1
            whole, part = ((whole + part) * GROUPS[piece], 0) if piece == "亿" else (whole + part * GROUPS[piece], 0)
    value = whole + part + (number or 0)
    return str(int(value) if value == int(value) else round(value, 4))


def normalised(text):
    text = SIMPLE.convert(unicodedata.normalize("NFKC", text)).lower()
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).replace("百分之", " ")

    def digits(match):
        numeral = re.sub("(?<=[零一二三四五六七八九十百千])点(?=[零一二三四五六七八九])", ".", match.group(0))
        return "点".join(valued(part) if part else "" for part in numeral.split("点"))

    return re.sub(r"[\W_]", "", NUMERAL.sub(digits, text))


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (x != y)))
    return row[-1]


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model")
    arguments.add_argument("list", type=Path)
    arguments.add_argument("--beam", type=int, default=5)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--hotwords")
    arguments.add_argument("--every", type=int, default=1)
    arguments.add_argument("--verbose", action="store_true")
    told = arguments.parse_args()
    rows = list(csv.DictReader(told.list.open(encoding="utf-8-sig"), delimiter="\t", quoting=csv.QUOTE_NONE))[:: told.every]
    column = "flac" if "flac" in rows[0] else "wav"
    hot = " ".join(Path(told.hotwords).read_text(encoding="utf-8").split())[:400] if told.hotwords else None
    model = WhisperModel(told.model, device="cpu", compute_type="int8", cpu_threads=told.threads)
    how = dict(
        language="zh",
        beam_size=told.beam,
        initial_prompt="以下是普通话的句子，客服对话。",
        without_timestamps=True,
        condition_on_previous_text=False,
        hotwords=hot,
    )
    hear = lambda row: "".join(part.text for part in model.transcribe(str(told.list.parent / column / row[column]), **how)[0])
    hear(rows[0])
    wrong = characters = exact = numbers = 0
    halves = [[0, 0], [0, 0]]
    seconds, cpu, clock = 0.0, time.process_time(), time.perf_counter()
    for nth, row in enumerate(rows):
        wanted, heard = normalised(row["text"]), normalised(hear(row))
        errors = distance(wanted, heard)
        wrong, characters, seconds = wrong + errors, characters + len(wanted), seconds + float(row["seconds"])
        half = halves[nth % 2]
        half[0], half[1] = half[0] + errors, half[1] + len(wanted)
        strings = re.findall(r"[0-9]{7,}", wanted)
        if strings:
            numbers, exact = numbers + 1, exact + (strings == re.findall(r"[0-9]{7,}", heard))
        if told.verbose:
            print(errors, wanted, "|", heard)
    print(
        json.dumps(
            {
                "clips": len(rows),
                "seconds": round(seconds, 3),
                "cer": wrong / max(1, characters),
                "cer_even": halves[0][0] / max(1, halves[0][1]),
                "cer_odd": halves[1][0] / max(1, halves[1][1]),
                "digit_string_exact": exact / numbers if numbers else None,
                "cpu_s_per_audio_s": (time.process_time() - cpu) / seconds,
                "wall_s_per_audio_s": (time.perf_counter() - clock) / seconds,
            }
        )
    )


if __name__ == "__main__":
    main()
