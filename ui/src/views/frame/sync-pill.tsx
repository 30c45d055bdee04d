/** How this device stands with head office. There is no hub yet, so it says so, and what that means. */
import { Popover } from 'antd';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import style from './frame.module.css';
import { words } from './words';

export function SyncPill() {
  const t = useWords(words);
  const facts: [IconName, string][] = [
    ['shield', t('localSafe')],
    ['check', t('localWork')],
    ['cloudOff', t('localOthers')],
    ['archive', t('localExport')],
  ];
  const content = (
    <ul className={classes(style.facts, style.popover)}>
      {facts.map(([icon, text]) => <li key={icon}><Icon name={icon} size={17} /><span>{text}</span></li>)}
    </ul>
  );
  return (
    <div role="status">
      <Popover trigger="click" placement="rightBottom" title={t('localTitle')} content={content}>
        <button type="button" className={style.pill} aria-haspopup="dialog" aria-label={t('localTitle')}>
          <b>{t('localOnly')}</b>
          <span>{t('noHub')}</span>
        </button>
      </Popover>
    </div>
  );
}

