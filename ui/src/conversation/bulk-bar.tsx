/** What can be done to the ticked conversations at once. Says how many were done, and why the others were not. */
import { Input, Popover } from 'antd';
import { useState } from 'react';
import type { BulkOutcome, ConversationAction } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMay } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { useKeys } from '../kit/keys';
import { notify } from '../kit/notices';
import { useScopes } from '../kit/scopes';
import { snoozePresets } from '../reminder/presets';
import style from './list.module.css';
import { People } from './people';
import { words } from './words';

export function BulkBar({ ids, onDone }: { ids: string[]; onDone: () => void }) {
  const t = useWords(words);
  const may = useMay();
  const { list: scope } = useScopes();
  const bulk = useAct('conversation.bulk');
  const [assigning, setAssigning] = useState(false);
  const [tagging, setTagging] = useState(false);
  useKeys(scope, [{ key: 'escape', label: t('bulkClear'), run: onDone, notInPalette: true }]);

  const told = ({ done, refused }: BulkOutcome) => {
    if (done > 0) notify({ key: 'bulk', kind: 'done', text: t('bulkDone', { count: done }) });
    if (refused[0]) notify({ key: 'bulk refused', kind: 'refusal', text: t('bulkRefused', { count: refused.length, why: refused[0].why }) });
    onDone();
  };
  const act = (action: ConversationAction) => {
    setAssigning(false);
    setTagging(false);
    bulk.mutate({ ids, action }, { onSuccess: told });
  };
  const tomorrow = () => snoozePresets(Date.now()).find(({ name }) => name === 'tomorrow')?.until ?? 0;
  return (
    <div className={style.bulk} role="toolbar" aria-label={t('bulkBar')}>
      <span className="num" role="status">{t('bulkCount', { count: ids.length })}</span>
      <span className="grow" />
      <IconButton icon="x" small label={t('bulkClear')} keys="escape" onClick={onDone} />
      <i className={style.bulkBreak} />
      {may('conversation.assign') && (
        <Popover trigger="click" open={assigning} onOpenChange={setAssigning} content={<People onChoose={(staff) => act({ do: 'assign', staff })} onLeave={() => setAssigning(false)} />} destroyOnHidden>
          <button type="button" aria-expanded={assigning}>{t('bulkAssign')}</button>
        </Popover>
      )}
      <button type="button" onClick={() => act({ do: 'end' })}>{t('bulkEnd')}</button>
      <Popover trigger="click" open={tagging} onOpenChange={setTagging} content={<TagBox onTag={(tag) => act({ do: 'tag', tag })} />} destroyOnHidden>
        <button type="button" aria-expanded={tagging}>{t('bulkTag')}</button>
      </Popover>
      <button type="button" onClick={() => act({ do: 'snooze', until: tomorrow() })}>{t('bulkSnooze')}</button>
      <button type="button" onClick={() => act({ do: 'mark_read' })}>{t('bulkRead')}</button>
    </div>
  );
}

function TagBox({ onTag }: { onTag: (tag: string) => void }) {
  const t = useWords(words);
  const [tag, setTag] = useState('');
  return <Input autoFocus value={tag} maxLength={40} aria-label={t('bulkTag')} placeholder={t('tagHint')} onChange={(event) => setTag(event.target.value)} onPressEnter={() => tag.trim() && onTag(tag.trim())} />;
}
