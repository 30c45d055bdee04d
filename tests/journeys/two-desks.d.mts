/** Shapes of `two-desks.mjs`, which the demonstration runs without a compiler. */
export interface Program {
  url: string;
}

export const before: string;
export const atHead: string;
export const atShop: string;

export class TwoDesks {
  constructor(folder: string, lang?: 'zh' | 'en');
  head: Program;
  shop: Program;
  ticket: { id: string; number: string };
  password: string;
  open(): Promise<void>;
  /** Cuts the shop's cable and changes the ticket on both sides. */
  cut(): Promise<void>;
  /** Mends it and waits until both are the same; the subject that stands. */
  mend(): Promise<string>;
  stop(): Promise<void>;
}
