"""Numbers that crates/speech/src/mel.rs must reach: numpy's log-mel of a sound that the test makes again. Writes crates/speech/data/mel_reference.json."""
import json, sys
import numpy as np

seed = 12345
def noise():
    global seed
    seed = (seed * 1103515245 + 12345) % 2**32
    return (seed >> 16) / 65536 - 0.5
a = np.array([0.3 * np.sin(i * (0.02 + i * 1e-6)) + 0.1 * noise() for i in range(12000)], np.float32)
mel = lambda f: np.where(f < 1000, f * 3 / 200, 15 + np.log(np.maximum(f, 1e-9) / 1000) / (np.log(6.4) / 27))
hertz = lambda m: np.where(m < 15, m * 200 / 3, 1000 * np.exp((np.log(6.4) / 27) * (m - 15)))
f = np.linspace(0, 8000, 201)
e = hertz(np.linspace(0, mel(np.array(8000.0)), 82))
w = np.maximum(0, np.minimum((f - e[:80, None]) / (e[1:81] - e[:80])[:, None], (e[2:, None] - f) / (e[2:] - e[1:81])[:, None])) * (2 / (e[2:] - e[:80]))[:, None]
frames = 100
x = np.pad(np.pad(a, (0, frames * 160 - len(a))), 200, mode="reflect")
x = np.lib.stride_tricks.sliding_window_view(x, 400)[::160][:frames] * np.hanning(401)[:-1]
m = np.log10(np.maximum((np.abs(np.fft.rfft(x, axis=1)) ** 2) @ w.T, 1e-10)).T
m = (np.maximum(m, m.max() - 8) + 4) / 4
json.dump([round(float(v), 6) for v in m.reshape(-1)[::40]], open(sys.argv[1], "w"))
