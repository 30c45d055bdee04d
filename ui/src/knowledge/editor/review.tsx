/** The right side of the editor: what is still missing, the fields, what branches said, and the step that comes next. */
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { ArticleDetail, ShopRow } from '../../ipc/bindings';
import { useAct } from '../../ipc/hooks';
import { useMayCall } from '../../ipc/me';
import { Chip } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { notify } from '../../kit/notices';
import { Section } from '../../kit/pane';
import { useNow, when } from '../../kit/time';
import { usePublish } from '../publish-sheet';
import { objectionTo, PublishWhen, type PublishTime } from '../publish-when';
import { StateChip } from '../rows';
import { stepsFor } from '../standing';
import { Suggestion } from '../suggestion-list';
import type { Branch } from '../tree';
import { words as knowledgeWords } from '../words';
import { checksOf } from './checks';
import style from './editor.module.css';
import { Fields } from './fields';
import type { EditSession, Snapshot } from './session';
import { words } from './words';

interface Props {
  detail: ArticleDetail | undefined;
  session: EditSession;
  now: Snapshot;
  branches: readonly Branch[];
  shops: readonly ShopRow[];
  onDone: () => void;
}

export function Review(props: Props) {
  const t = useWords(words);
  const k = useWords(knowledgeWords);
  const { detail, session, now, branches, shops } = props;
  const open = detail?.suggestions.filter((suggestion) => suggestion.state === 'open') ?? [];
  return (
    <aside className={style.rail} aria-label={t('review')}>
      <header className={style.railHead}>
        <h2 className="t16 b grow">{t('review')}</h2>
        {detail ? <StateChip state={detail.article.state} /> : <Chip tone="warn">{k('stateDraft')}</Chip>}
      </header>
      <div className={style.railBody}>
        <Checks written={now.written} />
        <section style={{ padding: '12px 16px 16px', borderTop: '1px solid var(--z-line-soft)' }}><Fields key={now.epoch} written={now.written} branches={branches} shops={shops} onChange={session.change} /></section>
        {open.length > 0 && <Section title={k('openSuggestions', { count: open.length })}>{open.map((suggestion) => <Suggestion key={suggestion.id} suggestion={suggestion} here />)}</Section>}
      </div>
      <NextStep {...props} />
    </aside>
  );
}

function Checks({ written }: { written: Snapshot['written'] }) {
  const t = useWords(words);
  const checks = checksOf(written);
  const passed = checks.filter((check) => check.ok).length;
  return (
    <Section title={t('check')} extra={<span className="num">{passed === checks.length ? t('checkAll', { passed }) : t('checkMore', { passed, rest: checks.length - passed })}</span>}>
      {checks.map(({ check, ok, needed }) => (
        <div key={check} className={style.check}>
          <Icon name={ok ? 'check' : 'alert'} size={16} style={{ color: ok ? 'var(--z-ok)' : needed ? 'var(--z-danger)' : 'var(--z-warn)' }} />
          <span className={ok ? undefined : 'ink2'}>{t(check)}</span>
        </div>
      ))}
    </Section>
  );
}

/** Everything waits for what is written to be saved first. */
function NextStep({ detail, session, now, onDone }: Props) {
  const t = useWords(words);
  const may = useMayCall();
  const [why, setWhy] = useState('');
  const submit = useAct('knowledge.submit');
  const back = useAct('knowledge.send_back');
  const state = detail?.article.state ?? 'draft';
  const steps = stepsFor(state, now.base !== null || now.state !== 'idle');
  const ready = checksOf(now.written).every((check) => check.ok || !check.needed) && now.state !== 'conflict';
  const saved = async (act: (id: string) => void) => {
    const done = await session.flush(true);
    const { id } = session.snapshot();
    if (done && id) act(id);
  };
  const say = (text: string) => notify({ key: 'review', kind: 'done', text });
  const sendBack = () => detail && back.mutate({ id: detail.article.id, why: why.trim() }, { onSuccess: () => (say(t('sentBack')), onDone()) });
  const name = detail?.revisions.find((row) => row.id === now.base)?.author?.name ?? t('conflictSomeone');
  return (
    <footer className={style.railFoot}>
      {state === 'in_review' && <div className="t13 ink2">{may('knowledge.send_back') ? t('submittedBy', { name }) : t('waitingReview')}</div>}
      {steps.sendBack && may('knowledge.send_back') && (
        <div className="row g8">
          <Input value={why} aria-label={t('sendBackTo', { name })} placeholder={t('sendBackTo', { name })} onChange={(event) => setWhy(event.target.value)} />
          <Button disabled={why.trim() === ''} title={why.trim() === '' ? t('sendBackMissing') : undefined} loading={back.isPending} onClick={sendBack}>{t('sendBack')}</Button>
        </div>
      )}
      {may('knowledge.publish') ? (
        <Publishing ready={ready && steps.publish} onSaved={saved} session={session} onDone={onDone} />
      ) : (
        <Button type="primary" block disabled={!ready || !steps.submit} loading={submit.isPending} onClick={() => void saved((id) => submit.mutate({ id }, { onSuccess: () => (say(t('submitted')), onDone()) }))}>{t('submit')}</Button>
      )}
    </footer>
  );
}

function Publishing({ ready, onSaved, session, onDone }: { ready: boolean; onSaved: (act: (id: string) => void) => Promise<void>; session: EditSession; onDone: () => void }) {
  const k = useWords(knowledgeWords);
  const clock = useNow(30_000);
  const [at, setAt] = useState<PublishTime>(null);
  const { run, busy } = usePublish(onDone);
  const why = objectionTo(at, clock);
  const go = () => void onSaved((id) => {
    const { base, number } = session.snapshot();
    if (base && number !== undefined && at !== undefined) run(id, { id: base, number }, at);
  });
  return (
    <>
      <PublishWhen at={at} onChange={setAt} />
      {why && <div className="t12 ink3">{k(why)}</div>}
      <Button type="primary" block disabled={!ready || why !== undefined} loading={busy} onClick={go}>{at ? k('publishDoLater', { when: when(at, clock) }) : k('publishDoNow')}</Button>
    </>
  );
}
