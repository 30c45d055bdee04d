/** Row errors as a csv that a spreadsheet opens: with a mark for Excel, quoted where needed. */
import type { FileOut, RowError } from '../ipc/bindings';

function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; // a spreadsheet would run it as a formula
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export function csvOf(heads: readonly [string, string], errors: readonly RowError[]): string {
  const lines = [heads, ...errors.map(({ row, why }) => [String(row), why])];
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`;
}

export function errorsFile(name: string, heads: readonly [string, string], errors: readonly RowError[]): FileOut {
  return { name, bytes: base64(csvOf(heads, errors)), rows: errors.length };
}

function base64(text: string): string {
  return btoa([...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join(''));
}
