import { describe, expect, test } from 'vitest';
import type { ImportArticle, ImportLook } from '../ipc/bindings';
import { errorsFile } from './errors-file';
import { documentKinds, folderOf, isLitter, kindOf, loaded, MAX_BYTES, MAX_FILES, parted, sorted, tableKinds } from './files';
import { isReady, mapped, samplesOf, troubleWith } from './mapping';
import { categoryOf, foundOf, isProposed, isSure, isUnsure, plainEdit, used, choiceOf, wantsLook } from './review';
import { editsOf, keysOf, only, tickedOf, titleOf, toggled, toggledAll } from './ticked';

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
    const { read } = await loaded([new File([new Uint8Array([0, 255, 128, 10])], 'a.csv', { lastModified: 7 })]);
    expect(read).toEqual([{ name: 'a.csv', bytes: 'AP+ACg==', folder: '', modified: 7 }]);
  });

  test('that cannot be opened are said so, and the others still come', async () => {
    const shut = { name: '占着.md' } as File; // no bytes behind it: reading fails as for a file that another program holds
    const { read, bad } = await loaded([shut, new File(['y'], 'b.md')]);
    expect([read.map(({ name }) => name), bad.map(({ why }) => why)]).toEqual([['b.md'], ['unreadable']]);
  });
});

describe('a folder', () => {
  test('hints at a category by its sub-folders and keeps what a system left there out', () => {
    const inside = file('a.md');
    Object.defineProperty(inside, 'webkitRelativePath', { value: '资料/退换货/a.md' });
    expect([folderOf(inside), folderOf(file('b.md'))]).toEqual(['资料/退换货', '']);
    expect(['.DS_Store', '~$退货.docx', 'Thumbs.db', '退货.docx'].map(isLitter)).toEqual([true, true, true, false]);
  });

  test('travels in parts, and what is beyond the limit is said so', () => {
    expect(parted([file('a', 3), file('b', 3), file('c', 9), file('d', 1)], 6, 3).map((part) => part.map(({ name }) => name))).toEqual([['a', 'b'], ['c'], ['d']]);
    const many = sorted(Array.from({ length: MAX_FILES + 2 }, (_, i) => file(`${i}.md`)), documentKinds);
    expect([many.good.length, many.bad.map(({ why }) => why)]).toEqual([MAX_FILES, ['tooMany', 'tooMany']]);
  });
});

const article = (key: string, state: ImportArticle['state'], category: string | null = null): ImportArticle => ({ key, file: 'a.md', title: key, excerpt: '', body: '', category, questions: [], state, article: null });
const look = (key: string, more: Partial<ImportLook> = {}): ImportLook => ({ key, guesses: [{ category: 'k1', path: '售后', confidence: 80 }], sure: true, doubles: [], clashes: [], asked: [], problem: null, ...more });
const repeat = { kind: 'same', article: 'x', key: null, title: '', share: 100, advice: 'skip' } as const;

describe('ticks', () => {
  const all = foundOf([article('a', 'new'), article('b', 'same'), article('c', 'changed'), article('d', 'new')], [look('a'), look('d', { doubles: [repeat] })]);

  test('start with what is new or changed and not here already', () => {
    expect([...tickedOf(all, {})]).toEqual(['a', 'c']);
    expect(all.map(isProposed)).toEqual([true, false, true, false]);
  });

  test('go and come one by one or all in sight at once, and hold while more rows come', () => {
    const articles = all.map((row) => row.article);
    const of = (choices: Record<string, boolean>) => keysOf(tickedOf(all, choices), articles);
    const one = toggled(tickedOf(all, {}), {}, 'a');
    const every = toggledAll(tickedOf(all, one), one, all);
    expect([of(one), of(every), of(toggledAll(tickedOf(all, every), every, all))]).toEqual([['c'], ['a', 'b', 'c', 'd'], []]);
    expect(of(only(all, isSure))).toEqual(['a']);
  });
});

describe('a look', () => {
  test('is wanted by what contradicts, repeats or has no place', () => {
    const rows = foundOf([article('sure', 'new'), article('lost', 'new'), article('own', 'new', '售后'), article('twice', 'new'), article('old', 'same')], [
      look('sure'), look('lost', { sure: false, guesses: [] }), look('own', { sure: false }), look('twice', { doubles: [repeat] }), look('old', { doubles: [repeat] }),
    ]);
    expect(rows.map((row) => wantsLook(row))).toEqual([false, true, false, true, false]);
    expect(rows.map((row) => isUnsure(row))).toEqual([false, true, false, false, false]);
    const [sure, lost] = rows;
    if (!sure || !lost) throw new Error('two rows');
    expect([categoryOf(sure), categoryOf(lost), categoryOf(lost, { ...plainEdit(lost.article), category: 'k2' })]).toEqual(['k1', null, 'k2']);
  });

  test('leaves each question in one place', () => {
    const edit = used(used(plainEdit(article('a', 'new')), ['1', '2'], 'ask'), ['2'], 'apart');
    expect([edit.asked, edit.apart, choiceOf(edit, { id: '1' }), choiceOf(edit, { id: '2' }), choiceOf(used(edit, ['2'], 'leave'), { id: '2' })]).toEqual([['1'], ['2'], 'ask', 'apart', 'leave']);
  });
});

test('a title changed in the preview goes with what is kept, an emptied one leaves the own of the file', () => {
  const edit = { ...plainEdit(article('a', 'new')), category: 'k1' };
  const edits = { a: { ...edit, title: ' 换新细则 ' }, b: { ...edit, title: ' ' }, c: { ...edit, title: '没勾的' } };
  expect(editsOf(['a', 'b'], edits)).toEqual({ a: { ...edit, title: '换新细则' }, b: { ...edit, title: '' } });
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
