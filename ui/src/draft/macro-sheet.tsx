/** A macro shows every step it would take, and which it may not, before anything happens. */
import { Button, Modal } from 'antd';
import type { Macro, Noun } from '../ipc/bindings';
import { useAct, useCall } from '../ipc/hooks';
import { useWords } from '../kit/i18n';
import { Icon } from '../kit/icons';
import { notify } from '../kit/notices';
import { Failure, Skeleton } from '../kit/states';
import style from './draft.module.css';
import { words } from './words';

interface Props {
  macro: Macro;
  noun: Noun;
  about: string;
  onClose: () => void;
}

export function MacroSheet({ macro, noun, about, onClose }: Props) {
  const t = useWords(words);
  const on = { id: macro.id, noun, about };
  const preview = useCall('macro.preview', on);
  const run = useAct('macro.run');
  const go = () => run.mutate(on, { onSuccess: () => (notify({ key: 'macro', kind: 'done', text: t('macroDone', { name: macro.name }) }), onClose()) });
  const runnable = preview.data?.runnable ?? false;
  const footer = (
    <span className="row g8" style={{ justifyContent: 'flex-end' }}>
      {preview.data && !runnable && <span className="t12 ink3 grow" style={{ textAlign: 'start' }}>{t('macroRefused')}</span>}
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button type="primary" disabled={!runnable} loading={run.isPending} onClick={go}>{t('macroDo')}</Button>
    </span>
  );
  return (
    <Modal open title={t('macroTitle', { name: macro.name })} onCancel={onClose} footer={footer} width={520} closable={{ 'aria-label': t('close') }}>
      {preview.isPending && <Skeleton />}
      {preview.error && <Failure message={preview.error.message} refusal={preview.error.refusal} onRetry={() => void preview.refetch()} />}
      <ol className={style.steps}>
        {preview.data?.lines.map((line, i) => (
          <li key={i}>
            <Icon name={line.refused === null ? 'check' : 'lock'} size={15} />
            <span className="col"><span>{line.text}</span>{line.refused !== null && <span className="t12 ink2">{line.refused}</span>}</span>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
