/** Knowledge from documents: drop, see every article they would become as it is read, decide, keep. Nothing is written before that. */
import { Button } from 'antd';
import { useState } from 'react';
import type { Id, ImportOutcome } from '../ipc/bindings';
import { useMayCall } from '../ipc/me';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { PaneHeader } from '../kit/pane';
import { Empty, Failure, Skeleton } from '../kit/states';
import { Drop } from './drop';
import { documentKinds, sorted, type Sorted } from './files';
import style from './import.module.css';
import { FileLine, useObjection } from './objections';
import { Outcome } from './outcome';
import { Preview } from './preview';
import { useReading } from './reading';
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
  const [outcome, setOutcome] = useState<ImportOutcome>();
  const { reading, bad, failure, start, stop, reset } = useReading();
  const again = () => {
    reset();
    setOutcome(undefined);
  };
  if (!may('import.add_knowledge')) return <Empty title={t('notAllowed')} next={t('notAllowedNext')} />;
  return (
    <section className={style.right} aria-label={t('title')}>
      <div className="row"><span style={{ paddingLeft: 16 }}><IconButton icon="left" label={t('close')} keys="escape" onClick={onBack} /></span><div className="grow"><PaneHeader level={1} title={t('title')}>{reading && !outcome && <Button onClick={again}>{t('backToRead')}</Button>}</PaneHeader></div></div>
      {outcome ? (
        <div className={style.start}><div className={style.startBox}>
          <Outcome outcome={outcome} of="article"><Button onClick={again}>{t('another')}</Button><Button type="primary" onClick={onSee}>{t('seeKnowledge')}</Button></Outcome>
        </div></div>
      ) : failure ? (
        <Failure message={failure.message} refusal={failure.refusal} onRetry={again} />
      ) : reading ? (
        <Preview key={reading.token} reading={reading} bad={bad} categories={categories} text={text} onStop={stop} onKept={setOutcome} onAgain={again} />
      ) : (
        <Start bad={bad} onFiles={(files) => void start(sorted(files, documentKinds))} />
      )}
    </section>
  );
}

function Start({ bad, onFiles }: { bad: Sorted['bad']; onFiles: (files: File[]) => void }) {
  const t = useWords(words);
  const objection = useObjection();
  const [taken, setTaken] = useState(false);
  const take = (files: File[]) => {
    setTaken(files.length > 0);
    onFiles(files);
  };
  return (
    <div className={style.start}>
      <div className={style.startBox}>
        <Drop many title={t('dropHere')} folder={t('dropFolder')} note={t('dropKinds')} kinds={documentKinds} onFiles={take} />
        {taken && bad.length === 0 && <div role="status"><Skeleton lines={4} /></div>}
        {bad.length > 0 && <ul className={style.files} aria-label={t('filesRefused', { count: bad.length })}>{bad.map(({ file, why }, i) => <FileLine key={i} name={file.name} why={objection(file, why)} />)}</ul>}
      </div>
    </div>
  );
}
