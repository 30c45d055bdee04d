/**
 * `call(name, input)`: the only way a screen asks the desk for anything. Names and shapes come from the generated
 * `bindings.ts`. Errors that concern the whole screen (signed out, locked …) are also told to the door.
 */
import type { Calls } from './bindings';
import { CallError } from './error';
import { knock, opening } from './door';
import { send } from './transport';

export type CallName = keyof Calls;
export type Input<N extends CallName> = Calls[N]['input'];
export type Output<N extends CallName> = Calls[N]['output'];

export async function call<N extends CallName>(name: N, input: Input<N>, options: { signal?: AbortSignal } = {}): Promise<Output<N>> {
  const asked = opening();
  try {
    const output = await send(name, input, options.signal);
    knock(undefined);
    return output as Output<N>;
  } catch (error) {
    if (error instanceof CallError) knock(error.code, asked);
    throw error;
  }
}
