/**
 * The two roads to the desk: the Tauri command inside the window, HTTP of `zg serve` in a browser. Both answer
 * `{"ok": …}` or `{"error": …}`; nothing above this file knows which one it is on.
 */
import { currentLang, sayIn } from '../kit/i18n';
import { CallError, outcome, troubleIn } from './error';
import { sessionId, transportToken } from './session';
import { words } from './words';

declare global {
  interface Window {
    __TAURI_INTERNALS__?: unknown;
  }
}

export const inWindow = (): boolean => window.__TAURI_INTERNALS__ !== undefined;

export function httpHeaders(): Record<string, string> {
  return { Authorization: `Bearer ${transportToken()}`, 'X-Session': sessionId(), 'X-Lang': currentLang() };
}

export function unreachable(cause: unknown): CallError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new CallError({ code: 'unreachable', message: sayIn(words, currentLang())('unreachable'), refusal: false, detail });
}

function unreadable(): string {
  return sayIn(words, currentLang())('unreadable');
}

async function overHttp(name: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
  const request: RequestInit = { method: 'POST', headers: { ...httpHeaders(), 'Content-Type': 'application/json' }, body: JSON.stringify(input ?? null) };
  if (signal) request.signal = signal;
  let response: Response;
  try {
    response = await fetch(`/call/${name}`, request);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw unreachable(cause);
  }
  const answer: unknown = await response.json().catch(() => undefined);
  if (answer === undefined && response.status >= 502 && response.status <= 504) throw unreachable(response.status);
  return outcome(answer, unreadable());
}

async function overTauri(name: string, input: unknown): Promise<unknown> {
  const { invoke } = await import('@tauri-apps/api/core');
  try {
    return outcome(await invoke<unknown>('call', { name, input: input ?? null, session: sessionId(), lang: currentLang() }), unreadable());
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    const trouble = troubleIn(cause);
    throw trouble ? new CallError(trouble) : unreachable(cause);
  }
}

export function send(name: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
  return inWindow() ? overTauri(name, input) : overHttp(name, input, signal);
}
