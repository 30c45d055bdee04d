/** Writes a canned reply: text with variables from a list, shortcut, category, and who may use it. */
import { AutoComplete, Button, Input } from 'antd';
import { useState } from 'react';
import type { CannedReply, SaveCanned } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMay } from '../ipc/me';
import { Confirm } from '../kit/confirm';
import { useDraftOf } from '../kit/draft-of';
import { EditSheet } from '../kit/edit-sheet';
import { Field, Pair, Several } from '../kit/form';
import { gapNames, GapText } from '../kit/gap-text';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { notify } from '../kit/notices';
import { mayChange, reachOf, saidAs, type Reach } from './reach';
import { ReachField } from './reach-field';
import { useVariables, variables } from './variables';
import { words } from './words.editor';

type Form = Omit<SaveCanned, 'private'> & { reach: Reach };

function inputOf(reply: CannedReply | undefined): Form {
  if (!reply) return { id: null, title: '', shortcut: '', body: '', attachments: [], shop: null, reach: 'me', category: '' };
  const { id, title, shortcut, body, attachments, shop } = reply;
  return { id, title, shortcut, body, attachments, shop, reach: reachOf(reply), category: reply.category ?? '' };
}

function useMissing({ title, shortcut, body, reach, shop }: Form): string | undefined {
  const t = useWords(words);
  if (!title.trim()) return t('needTitle');
  if (!shortcut.trim()) return t('needShortcut');
  if (!body.trim()) return t('needBody');
  if (reach === 'shop' && shop === null) return t('needShop');
  return gapNames(body).every((name) => variables.some((known) => known === name)) ? undefined : t('needGap');
}

export function CannedSheet({ reply, categories, onClose }: { reply?: CannedReply | undefined; categories: readonly string[]; onClose: () => void }) {
  const t = useWords(words);
  const gaps = useVariables();
  const mayShare = useMay()('shared.words');
  const { value, set, dirty } = useDraftOf(inputOf(reply));
  const save = useAct('canned.save', { quiet: true });
  const locked = reply && !mayChange(reply, mayShare) ? t('locked') : undefined;
  const off = locked !== undefined;
  const done = () => (notify({ key: 'canned', kind: 'done', text: t('saved', { title: value.title.trim() }) }), onClose());
  const keep = () => {
    const { reach, shop, ...rest } = value;
    save.mutate({ ...rest, ...saidAs(reach, shop) }, { onSuccess: done });
  };
  return (
    <EditSheet title={reply ? t('edit', { title: reply.title }) : t('newReply')} width={600} dirty={dirty} busy={save.isPending} missing={useMissing(value)} locked={locked} error={save.error} {...(reply ? {} : { action: t('add') })}
      aside={reply && <Archive reply={reply} onGone={onClose} />} onSave={keep} onClose={onClose}>
      <Pair>
        <Field label={t('title')}>{(control) => <Input {...control} autoFocus={!reply} disabled={off} value={value.title} maxLength={80} placeholder={t('titleHint')} autoComplete="off" onChange={(event) => set({ title: event.target.value })} />}</Field>
        <Field label={t('category')}>{(control) => <AutoComplete {...control} disabled={off} value={value.category} maxLength={80} placeholder={t('categoryHint')} options={categories.map((each) => ({ value: each }))} onChange={(category) => set({ category })} />}</Field>
      </Pair>
      <Field label={t('shortcut')} hint={t('shortcutHint')}>{(control) => <Input {...control} disabled={off} prefix="/" value={value.shortcut} maxLength={20} autoComplete="off" onChange={(event) => set({ shortcut: event.target.value })} />}</Field>
      <Field label={t('body')}>{(control) => <GapText id={control.id} label={t('body')} disabled={off} value={value.body} gaps={gaps} rows={6} placeholder={t('bodyHint')} onChange={(body) => set({ body })} />}</Field>
      {value.attachments.length > 0 && (
        <Several label={t('attachments')}>
          <ul className="col g4">
            {value.attachments.map((file) => (
              <li key={file.hash} className="row g8 t13"><Icon name="clip" size={15} /><span className="ell">{file.name}</span>{!off && <IconButton icon="x" small label={t('attachmentGone', { name: file.name })} onClick={() => set({ attachments: value.attachments.filter((each) => each.hash !== file.hash) })} />}</li>
            ))}
          </ul>
        </Several>
      )}
      {!off && <ReachField reach={value.reach} shop={value.shop} onChange={(reach, shop) => set({ reach, shop })} />}
    </EditSheet>
  );
}

function Archive({ reply, onGone }: { reply: CannedReply; onGone: () => void }) {
  const t = useWords(words);
  const [asking, setAsking] = useState(false);
  const archive = useAct('canned.archive');
  const run = () => archive.mutate({ id: reply.id }, { onSuccess: () => (notify({ key: 'canned', kind: 'done', text: t('archived', { title: reply.title }) }), onGone()), onError: () => setAsking(false) });
  return (
    <>
      <Button type="text" danger onClick={() => setAsking(true)}>{t('archive')}</Button>
      <Confirm open={asking} title={t('archiveTitle', { title: reply.title })} action={t('archiveDo')} busy={archive.isPending} onClose={() => setAsking(false)} onDo={run}>{t('archiveNote')}</Confirm>
    </>
  );
}
