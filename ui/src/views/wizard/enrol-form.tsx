/** Address, code and name, each with what is wrong beside it: by its looks here, by what head office said otherwise. */
import { Button } from 'antd';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { EnrolDesk } from '../../ipc/bindings';
import type { CallError } from '../../ipc/error';
import { useWords } from '../../kit/i18n';
import { addressHolds, asked, blank, codeHolds, holds } from '../../sync/enrol';
import { words } from '../../sync/words';
import { Field, Trouble } from '../sign-in/parts';
import style from '../sign-in/sign-in.module.css';

interface Props {
  error: CallError | null;
  busy: boolean;
  onAsk: (input: EnrolDesk) => void;
  /** What was said belongs to what was typed then. */
  onType: () => void;
  back?: ReactNode;
  autoFocus?: boolean;
}

export function EnrolForm({ error, busy, onAsk, onType, back, autoFocus = false }: Props) {
  const t = useWords(words);
  const [draft, setDraft] = useState(blank);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<EnrolDesk>) => (onType(), setDraft({ ...draft, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (holds(draft) && !busy) onAsk(asked(draft));
  };
  const wrong = (value: string, ok: boolean, word: 'addressWrong' | 'codeWrong' | 'needed') => (!tried || ok ? undefined : value.trim() === '' ? t('needed') : t(word));
  const unheard = error?.code === 'no_hub' ? error.message : undefined;
  const turned = error?.code === 'refused' ? error.message : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <div className={style.form}>
        <Field label={t('address')} value={draft.url} onChange={(url) => change({ url })} hint={t('addressHint')} wrong={wrong(draft.url, addressHolds(draft.url), 'addressWrong') ?? unheard} autoFocus={autoFocus} />
        <Field label={t('code')} value={draft.code} onChange={(code) => change({ code: code.toUpperCase() })} hint={t('codeHint')} wrong={wrong(draft.code, codeHolds(draft.code), 'codeWrong') ?? turned} />
        <Field label={t('device')} value={draft.name} onChange={(name) => change({ name })} hint={t('deviceHint')} wrong={wrong(draft.name, draft.name.trim() !== '', 'needed')} />
        {error && !unheard && !turned && <Trouble error={error} />}
      </div>
      <div className={style.actions} style={{ marginTop: 24 }}>
        {back}
        <Button type="primary" size="large" htmlType="submit" loading={busy}>{t('join')}</Button>
      </div>
    </form>
  );
}
