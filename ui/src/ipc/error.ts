/**
 * What comes back when a call does not do what was asked. A refusal is the rules saying no, in the user's language; anything
 * else is a failure. Screens branch on `code` and show `message` as it came.
 */
export interface CallTrouble {
  code: string;
  message: string;
  refusal: boolean;
  detail?: string;
}

export class CallError extends Error {
  readonly code: string;
  readonly refusal: boolean;
  readonly detail: string | undefined;

  constructor({ code, message, refusal, detail }: CallTrouble) {
    super(message);
    this.name = 'CallError';
    this.code = code;
    this.refusal = refusal;
    this.detail = detail;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Reads `{"error": {…}}` or the bare error object; undefined when it is neither. */
export function troubleIn(answer: unknown): CallTrouble | undefined {
  const found = isRecord(answer) && 'error' in answer ? answer['error'] : answer;
  if (!isRecord(found) || typeof found['code'] !== 'string' || typeof found['message'] !== 'string') return undefined;
  const detail = typeof found['detail'] === 'string' ? { detail: found['detail'] } : {};
  return { code: found['code'], message: found['message'], refusal: found['refusal'] === true, ...detail };
}

/** `{"ok": …}` → the value inside, else a CallError. */
export function outcome(answer: unknown, unreadable: string): unknown {
  if (isRecord(answer) && 'ok' in answer) return answer['ok'];
  throw new CallError(troubleIn(answer) ?? { code: 'unreadable', message: unreadable, refusal: false, detail: JSON.stringify(answer)?.slice(0, 400) });
}
