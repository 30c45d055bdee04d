/** Knowledge from documents: drop, see every article they would become, tick, keep. Nothing is written before that. */
import { Button } from 'antd';
import { useState } from 'react';
import type { Id, ImportOutcome } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { useMayCall } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { PaneHeader } from '../kit/pane';
import { Empty, Skeleton } from '../kit/states';
import { Drop } from './drop';
import { documentKinds, loaded, sorted, type Sorted } from './files';
import style from './import.module.css';
import { FileLine, useObjection } from './objections';
import { Outcome } from './outcome';
import { Found } from './preview';
import { words } from './words';

interface Props {
  /** Draws a chooser of categories; composed by the view, since categories are knowledge's. */
  categories: (value: Id | null, onChange: (id: Id | null) => void) => React.ReactNode;
  /** Draws an article's text, likewise. */
  text: (markdown: string) => React.ReactNode;
  onBack: () => void;
  onSee: () => void;
}

export function KnowledgeImport({ categories, text, onBack, onSee }: Props) {
  const t = useWords(words);
  const may = useMayCall();
  const [bad, setBad] = useState<Sorted['bad']>([]);
  const [outcome, setOutcome] = useState<ImportOutcome>();
  const read = useAct('import.read_knowledge');
  const take = async (files: File[]) => {
    const { good, bad: refused } = sorted(files, documentKinds);
    const { read: ready, bad: closed } = await loaded(good);
    setBad([...refused, ...closed]);
    if (ready.length > 0) read.mutate({ files: ready });
  };
  const again = () => {
    read.reset();
    setBad([]);
    setOutcome(undefined);
  };
  if (!may('import.read_knowledge')) return <Empty title={t('notAllowed')} next={t('notAllowedNext')} />;
  return (
    <section className={style.right} aria-label={t('title')}>
      <div className="row"><span style={{ paddingLeft: 16 }}><IconButton icon="left" label={t('close')} keys="escape" onClick={onBack} /></span><div className="grow"><PaneHeader level={1} title={t('title')}>{read.data && !outcome && <Button onClick={again}>{t('backToRead')}</Button>}</PaneHeader></div></div>
      {outcome ? (
        <div className={style.start}><div className={style.startBox}>
          <Outcome outcome={outcome} of="article"><Button onClick={again}>{t('another')}</Button><Button type="primary" onClick={onSee}>{t('seeKnowledge')}</Button></Outcome>
        </div></div>
      ) : read.data ? (
        <Found preview={read.data} bad={bad} categories={categories} text={text} onKept={setOutcome} onAgain={again} />
      ) : (
        <Start bad={bad} reading={read.isPending ? (read.variables?.files.length ?? 0) : 0} onFiles={(files) => void take(files)} />
      )}
    </section>
  );
}

function Start({ bad, reading, onFiles }: { bad: Sorted['bad']; reading: number; onFiles: (files: File[]) => void }) {
  const t = useWords(words);
  const objection = useObjection();
  return (
    <div className={style.start}>
      <div className={style.startBox}>
        {reading > 0 ? (
          <div role="status">
            <b>{t('reading', { count: reading })}</b>
            <div className="t13 ink2">{t('readingNote')}</div>
            <Skeleton lines={4} />
          </div>
        ) : (
          <Drop many title={t('dropHere')} note={t('dropKinds')} kinds={documentKinds} onFiles={onFiles} />
        )}
        {bad.length > 0 && <ul className={style.files} aria-label={t('filesRefused', { count: bad.length })}>{bad.map(({ file, why }, i) => <FileLine key={i} name={file.name} why={objection(file, why)} />)}</ul>}
      </div>
    </div>
  );
}
