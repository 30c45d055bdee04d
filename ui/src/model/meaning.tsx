/** How far the desk has come with reading everything for its meaning, and halting that work. */
import { Button } from 'antd';
import type { Models } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { useWords } from '../kit/i18n';
import style from './model.module.css';
import { words } from './words';

export function Meaning({ of, onChanged }: { of: Models['meaning']; onChanged: () => void }) {
  const t = useWords(words);
  const may = useMayCall()('model.pause');
  const pause = useAct('model.pause');
  if (of.problem) return <p className="t13 ink2">{of.problem}</p>;
  return (
    <>
      <dl className={style.facts}>
        <dt>{t('passages')}</dt><dd>{t('count', { count: of.passages })}</dd>
        <dt>{t('waiting')}</dt><dd>{of.waiting === 0 ? t('waitingNone') : t('documents', { count: of.waiting })}</dd>
      </dl>
      {may && (
        <span className="row g12">
          <Button loading={pause.isPending} onClick={() => pause.mutate({ paused: !of.paused }, { onSuccess: onChanged })}>{of.paused ? t('resume') : t('pause')}</Button>
          {of.paused && <span className="t13 ink3">{t('paused')}</span>}
        </span>
      )}
    </>
  );
}
