/**
 * The two secrets a page holds, both only for as long as its tab: the transport token that `zg serve` put into the address,
 * and the session id of whoever signed in. Never in localStorage, never in a URL.
 */
const TOKEN = 'zhanggui.token';
const SESSION = 'zhanggui.session';

function read(key: string): string {
  return sessionStorage.getItem(key) ?? '';
}

/** Takes `#token=…` out of the address bar and keeps it; true when there was one. Call before the router starts. */
export function takeToken(place: Location = window.location, past: History = window.history): boolean {
  const found = /[#&]token=([^&]+)/.exec(place.hash);
  if (!found?.[1]) return false;
  sessionStorage.setItem(TOKEN, decodeURIComponent(found[1]));
  past.replaceState(null, '', `${place.pathname}${place.search}#/`);
  return true;
}

export const transportToken = () => read(TOKEN);
export const sessionId = () => read(SESSION);

export function setSession(id: string | undefined): void {
  if (id) sessionStorage.setItem(SESSION, id);
  else sessionStorage.removeItem(SESSION);
}
