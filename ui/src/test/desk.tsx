/**
 * A desk for component tests: answers calls from a table over the real client and transport, and remembers what was asked.
 * A call that is not in the table is refused by name, so that a test cannot pass by accident.
 */
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { configure, render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { newCache } from '../ipc/cache';
import type { CallName, Input, Output } from '../ipc/client';
import { useKeyboard } from '../kit/keys';
import { NoticeHost } from '../kit/notices';

configure({ asyncUtilTimeout: 15_000 }); // a busy two-core machine draws an antd screen in seconds

export type Answers = { [N in CallName]?: (input: Input<N>) => Output<N> };

/** Thrown from an answer: the rules say no. */
export class Refuse extends Error {
  readonly code: string;
  constructor(message: string, code = 'refused') {
    super(message);
    this.code = code;
  }
}

/** What the real desk calls a refusal; a record that is not there, for one, is none. */
const refusals = ['refused', 'forbidden'];

export interface TestDesk {
  asked: { name: CallName; input: unknown }[];
  /** Inputs of one call, in order. */
  inputs: <N extends CallName>(name: N) => Input<N>[];
  cache: QueryClient;
  /** Where the address bar has been. */
  places: string[];
  show: (children: ReactNode) => RenderResult;
}

function Keyboard({ children }: { children: ReactNode }) {
  useKeyboard();
  return children;
}

function answer(answers: Answers, name: CallName, input: unknown): Response {
  const known = answers[name] as ((input: unknown) => unknown) | undefined;
  try {
    if (!known) throw new Refuse(`no answer for ${name}`, 'unknown_call');
    return new Response(JSON.stringify({ ok: known(input) }));
  } catch (error) {
    const { message, code } = error instanceof Refuse ? error : { message: String(error), code: 'bug' };
    return new Response(JSON.stringify({ error: { code, message, refusal: refusals.includes(code) } }), { status: 409 });
  }
}

/** Call `vi.unstubAllGlobals()` after each test. */
export function testDesk(answers: Answers, path = '/'): TestDesk {
  const asked: TestDesk['asked'] = [];
  const cache = newCache();
  const { hook, history } = memoryLocation({ path, record: true });
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const name = address.replace('/call/', '') as CallName;
    const input: unknown = JSON.parse(String(init.body));
    asked.push({ name, input });
    return Promise.resolve(answer(answers, name, input));
  });
  return {
    asked,
    inputs: <N extends CallName>(name: N) => asked.filter((each) => each.name === name).map((each) => each.input as Input<N>),
    cache,
    places: history,
    show: (children) =>
      render(
        <QueryClientProvider client={cache}>
          <Router hook={hook}>
            <Keyboard>{children}</Keyboard>
            <NoticeHost />
          </Router>
        </QueryClientProvider>,
      ),
  };
}
