/** A word to the editors: about this article, or about one that is missing. */
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Id } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { notify } from '../kit/notices';
import { words } from './words';

export function SuggestSheet({ open, article, first = '', onClose }: { open: boolean; article: Id | null; first?: string; onClose: () => void }) {
  const t = useWords(words);
  return (
    <Modal open={open} title={article ? t('suggestTitle') : t('suggestNew')} onCancel={onClose} footer={null} width={520} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <Body article={article} first={first} onClose={onClose} />
    </Modal>
  );
}

function Body({ article, first, onClose }: { article: Id | null; first: string; onClose: () => void }) {
  const t = useWords(words);
  const [text, setText] = useState(first);
  const suggest = useAct('knowledge.suggest');
  const done = () => {
    notify({ key: 'suggested', kind: 'done', text: t('suggestDone') });
    onClose();
  };
  const send = () => text.trim() && suggest.mutate({ article, text: text.trim(), conversation: null }, { onSuccess: done });
  return (
    <div className="col g12">
      <Input.TextArea autoFocus rows={5} value={text} aria-label={t('suggestTitle')} placeholder={t('suggestHint')} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && send()} />
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button type="primary" disabled={!text.trim()} loading={suggest.isPending} onClick={send}>{t('suggestDo')}</Button>
      </div>
    </div>
  );
}
