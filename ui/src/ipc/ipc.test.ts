import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backOff, lineReader, type Change } from './changes';
import { newCache, readsShowing, refetchFor } from './cache';
import { call } from './client';
import { closeDoor, doorNow, isDoorCode, openDoor } from './door';
import { CallError, outcome } from './error';
import { announce } from './hooks';
import { placeOf } from './place';
import { sessionId, setSession, takeToken, transportToken } from './session';

/** The desk's side of the wire. */
function answering(status: number, body: unknown): Request[] {
  const heard: Request[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    heard.push(new Request(new URL(path, 'http://desk'), { ...init, signal: null }));
    return new Response(JSON.stringify(body), { status });
  });
  return heard;
}

beforeEach(() => {
  sessionStorage.clear();
  openDoor();
});
afterEach(() => vi.unstubAllGlobals());

const trouble = (error: unknown) => (error instanceof CallError ? [error.code, error.message, error.refusal, error.detail] : error);

describe('a call over HTTP', () => {
  test('carries token, session and language, and gives what is under ok', async () => {
    takeToken({ hash: '#token=a%2Bb', pathname: '/', search: '' } as Location, { replaceState: () => undefined } as Partial<History> as History);
    setSession('s-1');
    const heard = answering(200, { ok: { ready: true, organisation: null, version: '1' } });
    expect(await call('setup.state', {})).toEqual({ ready: true, organisation: null, version: '1' });
    const [asked] = heard;
    expect([asked?.url, asked?.headers.get('authorization'), asked?.headers.get('x-session'), asked?.headers.get('x-lang'), await asked?.text()]).toEqual(['http://desk/call/setup.state', 'Bearer a+b', 's-1', 'en', '{}']);
  });

  test('turns a refusal into an error that knows its code', async () => {
    answering(403, { error: { code: 'not_allowed', message: '合并工单要店长来做。', refusal: true } });
    expect(trouble(await call('session.me', {}).catch((error: unknown) => error))).toEqual(['not_allowed', '合并工单要店长来做。', true, undefined]);
    expect(doorNow()).toEqual({ state: 'open', reachable: true });
  });

  test('tells the door when it is shut', async () => {
    answering(401, { error: { code: 'locked', message: '已锁屏', refusal: true } });
    await call('session.me', {}).catch(() => undefined);
    expect(doorNow().state).toBe('locked');
  });

  test('that reaches nobody says so, and the next good answer clears it', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    const error: unknown = await call('session.me', {}).catch((thrown: unknown) => thrown);
    expect([error instanceof CallError && error.code, doorNow().reachable]).toEqual(['unreachable', false]);
    answering(200, { ok: {} });
    await call('session.sign_out', {});
    expect(doorNow().reachable).toBe(true);
  });

  test('that is given up does not count as unreachable', async () => {
    const stop = new AbortController();
    vi.stubGlobal('fetch', () => Promise.reject(stop.signal.reason));
    stop.abort();
    await call('session.me', {}, { signal: stop.signal }).catch(() => undefined);
    expect(doorNow().reachable).toBe(true);
  });
});

test.each([[{ nonsense: 1 }], [undefined], ['<html>'], [{ error: { code: 5 } }]])('an answer of another shape, %o, is unreadable and not trusted', (answer) => {
  expect(() => outcome(answer, 'words')).toThrowError(expect.objectContaining({ code: 'unreadable', message: 'words' }));
});

test('a good answer does not open a locked door', async () => {
  closeDoor('locked');
  answering(200, { ok: { ready: true } });
  await call('setup.state', {});
  expect(doorNow().state).toBe('locked');
});

test('an answer to something asked before the door opened does not shut it again', async () => {
  let answer: (response: Response) => void = () => undefined;
  vi.stubGlobal('fetch', () => new Promise<Response>((done) => (answer = done)));
  closeDoor('locked');
  const late = call('session.me', {}).catch(() => undefined);
  openDoor();
  answer(new Response(JSON.stringify({ error: { code: 'locked', message: '已锁屏', refusal: true } }), { status: 401 }));
  await late;
  expect(doorNow().state).toBe('open');
});

describe('the token', () => {
  test('leaves the address and stays for the tab only', () => {
    let shown = '';
    takeToken({ hash: '#token=secret', pathname: '/', search: '' } as Location, { replaceState: (_: unknown, __: string, url: string) => (shown = url) } as Partial<History> as History);
    expect([shown, transportToken(), localStorage.getItem('zhanggui.token')]).toEqual(['/#/', 'secret', null]);
  });

  test('signing out forgets the session, not the token', () => {
    sessionStorage.setItem('zhanggui.token', 't');
    setSession('s');
    setSession(undefined);
    expect([sessionId(), transportToken()]).toEqual(['', 't']);
  });
});

describe('changes', () => {
  test('arrive in lines however the stream is cut', () => {
    const heard: Change[] = [];
    const feed = lineReader((changes) => heard.push(...changes));
    const whole = '{"changes":[{"noun":"ticket","id":"1"}]}\n\n{"changes":[{"noun":"shop","id":"2"},{"noun":"staff","id":"3"}]}\nnot json\n';
    [...whole].forEach(feed);
    expect(heard.map((change) => `${change.noun} ${change.id}`)).toEqual(['ticket 1', 'shop 2', 'staff 3']);
  });

  test('refetch the reads that show the noun and leave the others', async () => {
    const client = newCache();
    client.setQueryData(['session.me', {}], 1);
    client.setQueryData(['reminder.list', {}], 2);
    await refetchFor([{ noun: 'reminder' }], client);
    const stale = (name: string) => client.getQueryState([name, {}])?.isInvalidated;
    expect([stale('session.me'), stale('reminder.list')]).toEqual([false, true]);
  });

  test('the table of reads decides, not the screen', () => {
    expect(readsShowing(new Set(['ticket'] as const), { 'a.list': ['ticket', 'shop'], 'b.list': ['shop'] })).toEqual(new Set(['a.list']));
  });

  test('are asked for again ever more slowly, up to ten seconds', () => {
    expect([0, 1, 2, 3, 4, 50].map(backOff)).toEqual([500, 1000, 2000, 5000, 10_000, 10_000]);
  });
});

test('what the frame itself shows makes no notice, and a bug is not swallowed', () => {
  expect(['locked', 'signed_out', 'must_change_password', 'not_set_up', 'unreachable', 'busy'].map(isDoorCode)).toEqual([true, true, true, true, true, false]);
  expect(() => announce('x.y', new RangeError('bug'))).toThrow('bug');
});

test('a record has one address', () => {
  expect([placeOf('ticket', '7'), placeOf('message', 'm', 'v'), placeOf('message', 'm'), placeOf('shop', 's')]).toEqual(['/tickets/7', '/inbox/all/v', undefined, undefined]);
});
