import { describe, expect, test } from 'vitest';
import type { ImportArticle } from '../ipc/bindings';
import { errorsFile } from './errors-file';
import { documentKinds, kindOf, loaded, MAX_BYTES, sorted, tableKinds } from './files';
import { isReady, mapped, samplesOf, troubleWith } from './mapping';
import { editsOf, firstTicks, keysOf, titleOf, toggled, toggledAll } from './ticked';

function file(name: string, size = 3): File {
  const made = new File(['abc'.slice(0, Math.min(3, size))], name);
  Object.defineProperty(made, 'size', { value: size });
  return made;
}

describe('files', () => {
  test('are objected to by kind, emptiness and size, and taken otherwise', () => {
    const { good, bad } = sorted([file('政策.DOCX'), file('a.exe'), file('空.md', 0), file('大.pdf', MAX_BYTES + 1), file('没有后缀')], documentKinds);
    expect([good.map(({ name }) => name), bad.map(({ file: { name }, why }) => [name, why])]).toEqual([['政策.DOCX'], [['a.exe', 'wrongKind'], ['空.md', 'emptyFile'], ['大.pdf', 'tooLarge'], ['没有后缀', 'wrongKind']]]);
    expect([kindOf('a.b.CSV'), sorted([file('a.pdf')], tableKinds).good]).toEqual(['csv', []]);
  });

  test('become base64 of their very bytes', async () => {
    const { read } = await loaded([new File([new Uint8Array([0, 255, 128, 10])], 'a.csv')]);
    expect(read).toEqual([{ name: 'a.csv', bytes: 'AP+ACg==' }]);
  });

  test('that cannot be opened are said so, and the others still come', async () => {
    const shut = { name: '占着.md' } as File; // no bytes behind it: reading fails as for a file that another program holds
    const { read, bad } = await loaded([shut, new File(['y'], 'b.md')]);
    expect([read.map(({ name }) => name), bad.map(({ why }) => why)]).toEqual([['b.md'], ['unreadable']]);
  });
});

describe('ticks', () => {
  const article = (key: string, state: ImportArticle['state']): ImportArticle => ({ key, file: 'a.md', title: key, excerpt: '', body: '', category: null, questions: [], state, article: null });
  const all = [article('a', 'new'), article('b', 'same'), article('c', 'changed')];

  test('start with what is new or changed', () => {
    expect(keysOf(firstTicks(all), all)).toEqual(['a', 'c']);
  });

  test('go and come one by one or all in sight at once', () => {
    const one = toggled(firstTicks(all), 'a');
    expect([keysOf(one, all), keysOf(toggledAll(one, all), all), keysOf(toggledAll(toggledAll(one, all), all), all)]).toEqual([['c'], ['a', 'b', 'c'], []]);
    expect(keysOf(toggledAll(new Set(['b']), [all[0] ?? article('a', 'new')]), all)).toEqual(['a', 'b']);
  });
});

test('a title changed in the preview goes with what is kept, an emptied one does not', () => {
  const edits = { a: { title: ' 换新细则 ', category: 'k1' }, b: { title: ' ', category: 'k1' }, c: { title: '没勾的', category: null } };
  expect(editsOf(['a', 'b'], edits)).toEqual({ a: { title: '换新细则', category: 'k1' } });
  expect([titleOf({ key: 'a', title: '旧' }, edits), titleOf({ key: 'b', title: '旧' }, edits), titleOf({ key: 'z', title: '旧' }, edits)]).toEqual(['换新细则', '旧', '旧']);
});

describe('columns', () => {
  const targets = [{ key: 'name', label: '姓名', required: true }, { key: 'phone', label: '手机号', required: false }];

  test('are not ready while a required one is missing or one is used twice', () => {
    expect(troubleWith({}, targets).missing.map(({ key }) => key)).toEqual(['name']);
    expect(troubleWith({ name: 1, phone: 1 }, targets)).toEqual({ missing: [], twice: [1] });
    expect(isReady(troubleWith({ name: 0 }, targets))).toBe(true);
  });

  test('are set and left out without touching the others', () => {
    expect([mapped({ name: 0 }, 'phone', 2), mapped({ name: 0, phone: 2 }, 'phone', undefined)]).toEqual([{ name: 0, phone: 2 }, { name: 0 }]);
  });

  test('show their first values, blanks and repeats left out', () => {
    expect(samplesOf({ rows: [['a'], [' '], ['b'], ['a'], ['c'], ['d'], []] }, 0)).toEqual(['a', 'b', 'c']);
  });
});

test('reasons are saved as a csv that Excel reads and that runs nothing', () => {
  const { bytes, rows } = errorsFile('x.csv', ['行', '原因'], [{ row: 3, why: '手机号「12」不对, 少 9 位' }, { row: 4, why: '=1+1' }]);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0)));
  expect([text, rows]).toEqual(['\uFEFF行,原因\r\n3,"手机号「12」不对, 少 9 位"\r\n4,\'=1+1\r\n', 2]);
});
