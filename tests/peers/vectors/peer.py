"""The peer of the flat table of vectors: USearch's HNSW with its usual settings, on the same whole numbers.

    peer.py FOLDER

`cargo xtask bench vectors --peer` writes the folder: vectors.i8, queries.i8, nearest.u64 (ten for each query). Prints JSON.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from usearch.index import Index

NEAR = 10


def share(times, part):
    times = sorted(times)
    return times[max(0, int(np.ceil(len(times) * part)) - 1)]


def main():
    folder = Path(sys.argv[1])
    nearest = np.fromfile(folder / "nearest.u64", dtype=np.uint64).reshape(-1, NEAR)
    queries = np.fromfile(folder / "queries.i8", dtype=np.int8).reshape(len(nearest), -1)
    vectors = np.memmap(folder / "vectors.i8", dtype=np.int8, mode="r").reshape(-1, queries.shape[1])
    index = Index(ndim=queries.shape[1], metric="cos", dtype="i8")
    started = time.perf_counter()
    for at in range(0, len(vectors), 65536):
        part = np.ascontiguousarray(vectors[at : at + 65536])
        index.add(np.arange(at, at + len(part), dtype=np.uint64), part)
    built = time.perf_counter() - started
    times, found = [], 0
    for query, wanted in zip(queries, nearest):
        started = time.perf_counter()
        keys = index.search(query, NEAR).keys
        times.append((time.perf_counter() - started) * 1e3)
        found += len(set(keys.tolist()) & set(wanted.tolist()))
    print(
        json.dumps(
            {
                "build_s": built,
                "memory_mb": index.memory_usage / 2**20,
                "near": {"p50_ms": share(times, 0.5), "p95_ms": share(times, 0.95)},
                "recall_at_10": found / nearest.size,
            }
        )
    )


if __name__ == "__main__":
    main()
