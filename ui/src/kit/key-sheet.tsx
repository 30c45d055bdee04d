/** The `?` sheet: every key that acts on the present screen, by scope, and the switch for single letters. */
import { Modal, Switch } from 'antd';
import { useId } from 'react';
import { useWords } from './i18n';
import { isMac, KeyCap } from './key-cap';
import { singleKeys, useAllKeys, type Key, type Registered, type Scope } from './keys';
import style from './kit.module.css';
import { useRemembered } from './remembered';
import { words } from './words';

/** One group per scope id, each key once (the last registered wins, as it does when pressed). */
export function groupKeys(all: readonly Registered[]): { scope: Scope; keys: Key[] }[] {
  const groups = new Map<string, { scope: Scope; keys: Map<string, Key> }>();
  for (const { scope, keys } of all) {
    const group = groups.get(scope.id) ?? { scope, keys: new Map<string, Key>() };
    keys.filter((key) => key.key !== '').forEach((key) => group.keys.set(key.key, key));
    groups.set(scope.id, group);
  }
  return [...groups.values()]
    .filter((group) => group.keys.size > 0)
    .map((group) => ({ scope: group.scope, keys: [...group.keys.values()] }))
    .toSorted((a, b) => (a.scope.order ?? 5) - (b.scope.order ?? 5));
}

export function KeySheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useWords(words);
  const groups = groupKeys(useAllKeys());
  const single = useRemembered(singleKeys);
  const switchId = useId();
  const title = (
    <div className="row g12" style={{ paddingRight: 36 }}>
      <span className="t20 b grow">{t('keysTitle')}</span>
      <label htmlFor={switchId} className="t13 ink2" style={{ fontWeight: 400 }}>{t('keysSingle')}</label>
      <Switch id={switchId} size="small" checked={single} onChange={singleKeys.set} />
    </div>
  );
  const note = single ? t(isMac ? 'keysNoteMac' : 'keysNote') : t('keysSingleOff');
  return (
    <Modal open={open} onCancel={onClose} width={1040} style={{ top: 'min(112px, 8vh)' }} title={title} closable={{ 'aria-label': t('close') }} footer={<div className="t12 ink3" style={{ textAlign: 'start' }}>{note}</div>}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, and has nothing else to focus */}
      <div className={style.sheetBody} role="region" aria-label={t('keysTitle')} tabIndex={0}>
        {groups.map(({ scope, keys }) => (
          <section key={scope.id}>
            <h3 className="b" style={{ padding: '8px 0 6px' }}>{scope.title}</h3>
            <ul>
              {keys.map((key) => (
                <li key={key.key} className={style.sheetRow}>
                  <span>{key.label}</span>
                  <KeyCap keys={key.key} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  );
}
