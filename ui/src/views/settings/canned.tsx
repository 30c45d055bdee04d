/** Canned replies one may use, found by a few letters. */
import { useState } from 'react';
import { CannedList } from '../../canned/canned-list';
import { CannedSheet } from '../../canned/canned-sheet';
import { words as cannedWords } from '../../canned/words.editor';
import type { CannedReply } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { useWords } from '../../kit/i18n';
import { SearchBox } from '../../kit/search-box';
import { Empty } from '../../kit/states';
import { NEW, openedIn, Page, Read, useSheet } from './page';
import style from './settings.module.css';
import { words } from './words';

function categoriesOf(replies: readonly CannedReply[]): string[] {
  return [...new Set(replies.flatMap((reply) => reply.category ?? []))].toSorted((a, b) => a.localeCompare(b, 'zh'));
}

export function CannedPart() {
  const t = useWords(words);
  const c = useWords(cannedWords);
  const [text, setText] = useState('');
  const all = useCall('canned.list', { text: '' });
  const found = useCall('canned.list', { text }, { keep: true });
  const sheet = useSheet('canned');
  const opened = openedIn(sheet, all.data, (reply) => reply.id);
  const nothing = text.trim() ? <Empty title={t('cannedNoMatch')} next={t('cannedNoMatchNext')} /> : <Empty title={t('cannedNone')} next={t('cannedNoneNext')} />;
  return (
    <Page title={t('canned')} count={found.data?.length} create={{ label: c('newReply'), run: () => sheet.show(NEW) }} filters={<SearchBox className={style.search} text={text} label={t('cannedFindLabel')} placeholder={t('cannedFind')} onText={setText} />}>
      <Read of={found}>{(rows) => (rows.length === 0 ? nothing : <CannedList replies={rows} onOpen={(reply) => sheet.show(reply.id)} />)}</Read>
      {opened && <CannedSheet key={opened.key} reply={opened.record} categories={categoriesOf(all.data ?? [])} onClose={sheet.close} />}
    </Page>
  );
}
