/** Small real files for the journeys, made on the spot: office files are zip archives of xml, kept here without compression. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { root } from './desk';

export interface GivenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function header(signature: number, name: Buffer, bytes: Buffer, central: boolean): Buffer {
  const fixed = Buffer.alloc(central ? 46 : 30);
  const at = central ? 2 : 0; // a central header says also who made it
  fixed.writeUInt32LE(signature, 0);
  if (central) fixed.writeUInt16LE(20, 4);
  fixed.writeUInt16LE(20, 4 + at);
  fixed.writeUInt16LE(0x0800, 6 + at); // names are UTF-8
  fixed.writeUInt32LE(crc32(bytes), 14 + at);
  fixed.writeUInt32LE(bytes.length, 18 + at);
  fixed.writeUInt32LE(bytes.length, 22 + at);
  fixed.writeUInt16LE(name.length, 26 + at);
  return fixed;
}

function zipped(entries: Record<string, string>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(entries)) {
    const [name, bytes] = [Buffer.from(path), Buffer.from(text)];
    const central = header(0x02014b50, name, bytes, true);
    central.writeUInt32LE(offset, 42);
    const local = Buffer.concat([header(0x04034b50, name, bytes, false), name, bytes]);
    locals.push(local);
    centrals.push(Buffer.concat([central, name]));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${body}`;
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const packages = 'http://schemas.openxmlformats.org/package/2006';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function packed(main: { path: string; type: string }, parts: Record<string, string>): Buffer {
  const types = `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main.path}" ContentType="${main.type}"/>`;
  return zipped({
    '[Content_Types].xml': xml(`<Types xmlns="${packages}/content-types">${types}</Types>`),
    '_rels/.rels': xml(`<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="${main.path}"/></Relationships>`),
    ...parts,
  });
}

/** Lines that start with `# ` are headings, as Word's own first heading style. */
export function docx(name: string, lines: readonly string[]): GivenFile {
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const paragraph = (line: string) => {
    const style = line.startsWith('# ') ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : '';
    return `<w:p>${style}<w:r><w:t xml:space="preserve">${escaped(line.replace(/^# /, ''))}</w:t></w:r></w:p>`;
  };
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  const main = { path: 'word/document.xml', type: `${type}.main+xml` };
  return { name, mimeType: type, buffer: packed(main, { [main.path]: xml(`<w:document xmlns:w="${word}"><w:body>${lines.map(paragraph).join('')}</w:body></w:document>`) }) };
}

export function xlsx(name: string, rows: readonly (readonly string[])[]): GivenFile {
  const sheets = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const cell = (text: string) => `<c t="inlineStr"><is><t>${escaped(text)}</t></is></c>`;
  const data = rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('');
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  const main = { path: 'xl/workbook.xml', type: `${type}.main+xml` };
  return {
    name, mimeType: type,
    buffer: packed(main, {
      [main.path]: xml(`<workbook xmlns="${sheets}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>`),
      'xl/_rels/workbook.xml.rels': xml(`<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
      'xl/worksheets/sheet1.xml': xml(`<worksheet xmlns="${sheets}"><sheetData>${data}</sheetData></worksheet>`),
    }),
  };
}

export const text = (name: string, content: string, mimeType = 'text/plain'): GivenFile => ({ name, mimeType, buffer: Buffer.from(content) });

export const csv = (name: string, rows: readonly (readonly string[])[]): GivenFile => text(name, rows.map((row) => row.join(',')).join('\r\n'), 'text/csv');

/** A folder of a shop's papers as they lie about: a reworked copy of a published article whose figures differ, questions and answers, a file given twice, a broken one. */
export function folder(): string {
  const at = mkdtempSync(join(tmpdir(), 'zhanggui-papers-'));
  const published = readFileSync(join(root, 'crates/app/sample/knowledge/store-unopened-return.md'), 'utf8').replace(/^---[\s\S]*?\n---\n/, '');
  const reworked = published.replaceAll('7 天内', '15 天内').replace('10% 的拆封折旧', '20% 的拆封折旧');
  const cleaning = '# 银杏杯保养\n\n## 能进洗碗机吗？\n\n能，放上层，温度别超过 65 度。\n\n## 密封圈多久换？\n\n半年一次，门店免费换。\n';
  const papers: Record<string, string> = {
    '退换货/未拆封新规.md': `# 未拆封退换新规\n\n${reworked}`,
    '厨房小家电/银杏杯.md': cleaning,
    '厨房小家电/银杏杯（副本）.md': cleaning,
    '便民/借伞.txt': '银杏伞借用\n\n银杏伞押金为 20 元，借伞期限为 3 天。\n',
    '便民/坏了.docx': 'PK\u0003\u0004nothing',
  };
  for (const [path, content] of Object.entries(papers)) {
    mkdirSync(dirname(join(at, path)), { recursive: true });
    writeFileSync(join(at, path), content);
  }
  return at;
}
