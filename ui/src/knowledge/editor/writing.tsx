/** The title and the text under the hand, as it reads or as markdown with a live preview beside it. */
import type { Editor } from '@tiptap/react';
import { useDeferredValue, useState } from 'react';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { remembered, useRemembered } from '../../kit/remembered';
import { Markdown } from '../text/markdown';
import { words } from './words';
import style from './editor.module.css';
import { RichText } from './rich';
import { isLossless } from './round-trip';
import type { EditSession, Snapshot } from './session';

const liking = remembered<'rich' | 'source'>('knowledge.mode', (text) => (text === 'source' ? 'source' : 'rich'));

export interface Mode {
  rich: boolean;
  /** False for a text that the rich editor would change. */
  mayRich: boolean;
  choose: (rich: boolean) => void;
}

/** The rich editor is offered only for a text it gives back unchanged; that is asked when the text came from outside. */
export function useMode({ written, epoch }: Snapshot): Mode {
  const liked = useRemembered(liking);
  const [asked, setAsked] = useState(() => ({ epoch, ok: isLossless(written.body) }));
  if (asked.epoch !== epoch) setAsked({ epoch, ok: isLossless(written.body) });
  const choose = (rich: boolean) => {
    const ok = isLossless(written.body);
    setAsked({ epoch, ok });
    liking.set(rich && ok ? 'rich' : 'source');
  };
  return { rich: liked === 'rich' && asked.ok, mayRich: asked.ok, choose };
}

export function Writing({ now, session, rich, onReady }: { now: Snapshot; session: EditSession; rich: boolean; onReady: (editor: Editor | null) => void }) {
  const t = useWords(words);
  const { written } = now;
  const title = (
    <textarea className={style.title} rows={1} value={written.title} aria-label={t('title')} placeholder={t('titleHint')} autoFocus={written.title === ''}
      onChange={(event) => session.change({ title: event.target.value.replace(/\n/g, ' ') })} />
  );
  if (rich) {
    return (
      <article className={style.sheet}>
        {title}
        <RichText label={t('bodyHint')} placeholder={t('bodyHint')} text={written.body} onText={(body) => session.change({ body })} onReady={onReady} />
      </article>
    );
  }
  return (
    <article className={classes(style.sheet, style.wideSheet)}>
      {title}
      <div className={style.sourceSplit}>
        <textarea className={style.source} value={written.body} aria-label={t('bodyHint')} placeholder={t('bodyHint')} spellCheck={false} onChange={(event) => session.change({ body: event.target.value })} />
        <div><Live text={written.body} /></div>
      </div>
    </article>
  );
}

/** Follows the hand without holding it up. */
function Live({ text }: { text: string }) {
  return <Markdown text={useDeferredValue(text)} />;
}
