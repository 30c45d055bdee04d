/** What this machine can hear, say and understand by itself: abilities, models, reading for meaning, and a place to try. */
import { Input, Progress } from 'antd';
import { useState } from 'react';
import type { FetchingModels } from '../../ipc/bindings';
import { useCall } from '../../ipc/hooks';
import { Group } from '../../kit/form';
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { AbilityList } from '../../model/ability-list';
import { memoryOf } from '../../model/abilities';
import { Meaning } from '../../model/meaning';
import { megabytes, ModelList } from '../../model/model-list';
import { words as modelWords } from '../../model/words';
import { hush, readAloud, useAloud } from '../../speech/aloud';
import { MicButton } from '../../speech/mic-button';
import { useSpeech } from '../../speech/use-speech';
import { words as speechWords } from '../../speech/words';
import { Page, Read } from './page';
import style from './settings.module.css';

/** ms: models are fetched and let go without a commit. */
const EVERY = 3000;

export function ModelsPart() {
  const m = useWords(modelWords);
  const models = useCall('model.list', {}, { every: EVERY });
  return (
    <Page title={m('title')} note={m('note')}>
      <Read of={models}>
        {(of) => (
          <div className={style.body}>
            <div className={style.wideSheet}>
              {of.fetching && <Fetching of={of.fetching} />}
              <Group title={m('abilities')}><AbilityList rows={of.rows} /></Group>
              <Try />
              <Group title={m('meaning')}><Meaning of={of.meaning} onChanged={() => void models.refetch()} /></Group>
              <Group title={m('models')} hint={m('inUse', { now: memoryOf(of.rows), budget: of.budget_mb })}>
                <ModelList rows={of.rows} />
                <p className="t12 ink3">{m('folder')} <span className="mono">{of.folder}</span></p>
                {of.rows.some((row) => row.state !== 'ready') && <p className="t12 ink3">{m('howTo')}</p>}
              </Group>
            </div>
          </div>
        )}
      </Read>
    </Page>
  );
}

function Fetching({ of }: { of: FetchingModels }) {
  const m = useWords(modelWords);
  return (
    <section role="status">
      <p className="t13">{m('fetching', { name: of.model, done: megabytes(of.done), of: megabytes(of.of) })}</p>
      <Progress percent={of.of > 0 ? Math.floor((of.done / of.of) * 100) : 0} size="small" aria-label={m('fetching', { name: of.model, done: megabytes(of.done), of: megabytes(of.of) })} />
    </section>
  );
}

function Try() {
  const m = useWords(modelWords);
  const s = useWords(speechWords);
  const { mute } = useSpeech();
  const aloud = useAloud();
  const [text, setText] = useState('');
  const said = text.trim() === '' ? m('tryPlaceholder') : text;
  return (
    <Group title={m('tryIt')} hint={m('tryHint')}>
      <div className="col g8" data-dictate>
        <Input.TextArea aria-label={m('tryLabel')} value={text} placeholder={m('tryPlaceholder')} maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} onChange={(event) => setText(event.target.value)} />
        <span className="row g4">
          <MicButton />
          <IconButton icon={aloud ? 'pause' : 'speaker'} label={aloud ? s('stopReading') : s('readAloud')} on={aloud !== undefined} disabled={mute} {...(mute ? { hint: s('noVoice') } : {})} onClick={() => void (aloud ? hush() : readAloud(said))} />
        </span>
      </div>
    </Group>
  );
}
