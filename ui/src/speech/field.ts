/** Where spoken words go: any field one can write in but a secret one. Knows the DOM's ways, nothing of speech. */

const TYPED = ['text', 'search', 'tel', 'url', 'email', ''];

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLElement;

/** The field that an element is or lies in; a password is never spoken. */
export function fieldOf(element: EventTarget | null): Field | undefined {
  if (!(element instanceof HTMLElement)) return undefined;
  if (element instanceof HTMLInputElement) return TYPED.includes(element.type) && !element.readOnly && !element.disabled ? element : undefined;
  if (element instanceof HTMLTextAreaElement) return element.readOnly || element.disabled ? undefined : element;
  return element.closest<HTMLElement>('[contenteditable="true"], [contenteditable=""]') ?? undefined;
}

/** The first field inside what is marked `data-dictate`, for a button that stands beside it. */
export function fieldBeside(button: Element): Field | undefined {
  const place = button.closest('[data-dictate]');
  const found = place?.querySelector<HTMLElement>('[contenteditable="true"], textarea, input');
  return found ? fieldOf(found) : undefined;
}

function isBox(field: Field): field is HTMLInputElement | HTMLTextAreaElement {
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
}

/** How much of `text` the field still takes. */
function roomFor(field: Field, text: string): string {
  if (!isBox(field) || field.maxLength < 0) return text;
  const selected = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
  return text.slice(0, Math.max(0, field.maxLength - field.value.length + selected));
}

function before(field: Field): string {
  if (isBox(field)) return field.value.slice(0, field.selectionStart ?? field.value.length);
  const selection = field.ownerDocument.getSelection();
  const node = selection?.anchorNode;
  if (!selection || !node || !field.contains(node)) return field.textContent;
  return (node.textContent ?? '').slice(0, selection.anchorOffset);
}

/** A blank between two Latin words, nothing between Chinese ones. */
export function joined(left: string, text: string): string {
  return /[A-Za-z0-9,.;:!?]$/.test(left) && /^[A-Za-z]/.test(text) ? ` ${text}` : text;
}

function putUnfocused(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const at = field.selectionStart ?? field.value.length;
  field.setRangeText(text, at, field.selectionEnd ?? at, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}

/**
 * Puts text at the caret as typing would: the field's own undo takes it back, whoever listens hears of it. Returns what found
 * no place: all of it when the field is gone, the end of it when the field is full.
 */
export function putInto(field: Field, text: string): string {
  if (!field.isConnected) return text;
  const whole = joined(before(field), text);
  const fits = roomFor(field, whole);
  if (fits === '') return text;
  const elsewhere = document.activeElement !== field && !field.contains(document.activeElement);
  if (elsewhere && isBox(field)) putUnfocused(field, fits);
  else {
    const back = elsewhere ? document.activeElement : undefined;
    if (elsewhere) field.focus();
    // The one command that both keeps undo and tells the framework; jsdom does not have it.
    const typed = typeof document.execCommand === 'function' && document.execCommand('insertText', false, fits);
    if (!typed && isBox(field)) putUnfocused(field, fits);
    if (back instanceof HTMLElement) back.focus();
  }
  return whole.slice(fits.length);
}
