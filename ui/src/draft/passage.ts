/** The passage of an article that goes into a reply: without the dots that say where it was cut, and without half a sentence at its ends where whole ones are left. Pure. */
const DOTS = /^[…\s.]*…|…[…\s.]*$/g;
const STOP = /[。！？!?；;\n]/;

export function passageOf(snippet: string): string {
  const cutBefore = /^\s*…/.test(snippet);
  const cutAfter = /…\s*$/.test(snippet);
  const text = snippet.replace(DOTS, '').trim();
  const first = cutBefore ? text.search(STOP) + 1 : 0;
  const lastStop = text.length - 1 - [...text].reverse().join('').search(STOP);
  const last = cutAfter && STOP.test(text) ? lastStop + 1 : text.length;
  const whole = text.slice(first, last).trim();
  return whole === '' || last <= first ? text : whole;
}
