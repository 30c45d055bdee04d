/**
 * One record, edited in a sheet that slides over the list it came from. Closing it with changes asks first: nothing typed
 * vanishes. What the desk objects to stands above the buttons, in its words.
 */
import { Button, Drawer } from 'antd';
import { useId, useState, type ReactNode } from 'react';
import { classes } from './chip';
import style from './editing.module.css';
import { useWords } from './i18n';
import { Icon } from './icons';
import { KeyCap } from './key-cap';
import { useKeys } from './keys';
import { useScopes } from './scopes';
import { words } from './words.editing';

interface Trouble {
  message: string;
  refusal: boolean;
}

interface Props {
  title: string;
  width?: number;
  dirty: boolean;
  busy: boolean;
  /** Why it cannot be saved yet. */
  missing?: string | undefined;
  /** Why this person may only read it; takes the save button away. */
  locked?: string | undefined;
  error?: Trouble | null;
  /** A verb that says what will happen. */
  action?: string;
  /** At the left of the foot: taking out of use, another way out. */
  aside?: ReactNode;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

export function EditSheet(props: Props) {
  const { title, width = 520, dirty, busy, missing, locked, error, onSave, onClose, children } = props;
  const t = useWords(words);
  const [leaving, setLeaving] = useState(false);
  const form = useId();
  const ready = missing === undefined && locked === undefined;
  const close = () => (dirty && !leaving && locked === undefined ? setLeaving(true) : onClose());
  const save = () => ready && !busy && onSave();
  useKeys(useScopes().writing, locked === undefined ? [{ key: 'mod+enter', label: t('saveKey'), icon: 'check', run: save, overDialog: true, notInPalette: true }] : []);
  const foot = leaving && dirty ? <Leaving onDiscard={onClose} onGoOn={() => setLeaving(false)} /> : <Foot {...props} form={form} ready={ready} onCancel={close} />;
  return (
    <Drawer open title={title} aria-label={title} size={width} onClose={close} closable={{ 'aria-label': t('close') }} footer={<>{error && <TroubleLine {...error} />}{foot}</>} destroyOnHidden styles={{ wrapper: { maxWidth: 'calc(100vw - 72px)' } }}>
      {locked && <TroubleLine message={locked} refusal />}
      <form id={form} className={style.form} onSubmit={(event) => (event.preventDefault(), save())}>{children}</form>
    </Drawer>
  );
}

function TroubleLine({ message, refusal }: Trouble) {
  return (
    <div role="alert" className={classes(style.trouble, refusal && style.refused)}>
      <Icon name={refusal ? 'lock' : 'alert'} size={17} />
      <span>{message}</span>
    </div>
  );
}

function Leaving({ onDiscard, onGoOn }: { onDiscard: () => void; onGoOn: () => void }) {
  const t = useWords(words);
  return (
    <div className={style.foot}>
      <span className={style.footWhy} role="status">{t('unsaved')}</span>
      <Button danger onClick={onDiscard}>{t('discard')}</Button>
      <Button type="primary" autoFocus onClick={onGoOn}>{t('goOn')}</Button>
    </div>
  );
}

function Foot({ missing, locked, busy, action, aside, form, ready, onCancel }: Props & { form: string; ready: boolean; onCancel: () => void }) {
  const t = useWords(words);
  if (locked !== undefined) return <div className={style.foot}><span className="grow" /><Button onClick={onCancel}>{t('close')}</Button></div>;
  return (
    <div className={style.foot}>
      {aside}
      <span className={style.footWhy}>{missing}</span>
      <Button onClick={onCancel}>{t('cancel')}</Button>
      <Button type="primary" htmlType="submit" form={form} disabled={!ready} loading={busy}>{action ?? t('save')}<KeyCap keys="mod+enter" /></Button>
    </div>
  );
}
