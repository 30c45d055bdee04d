/** The foot of the box: what can be put in, whether it is saved, and the one primary button with the reason when it rests. */
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useGapName } from '../canned/gaps';
import { classes } from '../kit/chip';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { KeyCap } from '../kit/key-cap';
import { useWide } from '../kit/media';
import type { SaveState } from './autosave';
import style from './draft.module.css';
import type { Mode, Obstacle } from './send-state';
import { words } from './words';

interface Props {
  mode: Mode;
  /** Undefined while nothing stands in the box: there is no draft to speak of. */
  state: SaveState | undefined;
  obstacle: Obstacle | undefined;
  sending: boolean;
  mayEnd: boolean;
  /** Types a sign that opens a menu. */
  onSign: (sign: string) => void;
  onPick: (accept: string) => void;
  /** Ways to write by speaking. */
  spoken: ReactNode;
  onSend: (andEnd: boolean) => void;
}

function useReason(obstacle: Obstacle | undefined): string | undefined {
  const t = useWords(words);
  const nameOf = useGapName();
  if (!obstacle) return undefined;
  if (obstacle.why === 'gapsLeft') return t('gapsLeft', { names: obstacle.gaps.map(nameOf).join(' · ') });
  return obstacle.why === 'tooLong' ? t('tooLong', { limit: obstacle.limit }) : t(obstacle.why);
}

function StateLine({ state, reason, quiet }: { state: SaveState | undefined; reason: string | undefined; quiet: boolean }) {
  const t = useWords(words);
  const said = { idle: '', waiting: '', saving: t('saving'), saved: t('saved'), stuck: t('notSaved') }[state ?? 'idle'];
  const warns = reason !== undefined && !quiet;
  return <span role="status" className={classes(style.state, 'ell', (warns || state === 'stuck') && style.warns)} title={warns ? reason : said}>{warns ? reason : said}</span>;
}

export function ComposerBar({ mode, state, obstacle, sending, mayEnd, onSign, onPick, spoken, onSend }: Props) {
  const t = useWords(words);
  const wide = useWide();
  const reason = useReason(obstacle);
  const blocked = obstacle !== undefined;
  const verb = { reply: t('send'), note: t('sendNote'), hear: t('sendHear') }[mode];
  return (
    <div className={style.bar}>
      <IconButton icon="slash" label={t('canned')} keys="/" onClick={() => onSign('/')} />
      <IconButton icon="book" label={t('knowledge')} hint="??" onClick={() => onSign('??')} />
      {mode === 'note' && <IconButton icon="at" label={t('colleague')} keys="@" onClick={() => onSign('@')} />}
      <IconButton icon="clip" label={t('attach')} onClick={() => onPick('')} />
      <IconButton icon="image" label={t('picture')} onClick={() => onPick('image/*')} />
      {spoken}
      <span className="grow" />
      <StateLine state={state} reason={reason} quiet={obstacle?.why === 'nothing'} />
      <span className={style.buttons}>
        {mayEnd && wide && <Button disabled={blocked || sending} onClick={() => onSend(true)}>{t('sendAndEnd')}</Button>}
        {mayEnd && !wide && <IconButton icon="archive" label={t('sendAndEnd')} keys="mod+shift+enter" disabled={blocked || sending} hint={reason} onClick={() => onSend(true)} />}
        <Tooltip title={blocked ? reason : undefined}>
          <Button type="primary" disabled={blocked} loading={sending} icon={<Icon name={mode === 'reply' ? 'send' : 'check'} size={15} />} onClick={() => onSend(false)}>
            {verb} <KeyCap keys="mod+enter" />
          </Button>
        </Tooltip>
      </span>
    </div>
  );
}
