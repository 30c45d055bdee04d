/** The top 40 px: where one is, one box that finds everything, and oneself. Drags the window where it is not a control. */
import { useWords } from '../../kit/i18n';
import { IconButton } from '../../kit/icon-button';
import { Icon } from '../../kit/icons';
import { KeyCap } from '../../kit/key-cap';
import { closeWindow, drawsWindowButtons, minimize, toggleMaximize } from '../../ipc/window';
import { classes } from '../../kit/chip';
import style from './frame.module.css';
import { LanguageButton, ThemeButton } from './looks';
import { Reminders } from './reminders';
import { Seal } from './seal';
import { ShopSwitcher } from './shop-switcher';
import { StaffMenu } from './staff-menu';
import { words } from './words';

export function TitleBar({ onPalette, onKeys }: { onPalette: () => void; onKeys: () => void }) {
  const t = useWords(words);
  const own = drawsWindowButtons();
  return (
    <header className={style.title} data-tauri-drag-region>
      <div className="row" data-tauri-drag-region>
        <Seal />
        <span className={style.product}>{t('product')}</span>
        <span className={style.rule} />
        <ShopSwitcher />
      </div>
      <button type="button" className={style.omnibox} onClick={onPalette} aria-haspopup="dialog" aria-label={`${t('openPalette')}: ${t('omnibox')}`}>
        <Icon name="search" size={15} />
        <span className="ell grow">{t('omnibox')}</span>
        <KeyCap keys="mod+k" />
      </button>
      <div className={classes(style.titleEnd, own && style.flush)} data-tauri-drag-region>
        <Reminders />
        <IconButton icon="help" label={t('keysSheet')} keys="?" size={17} onClick={onKeys} />
        <ThemeButton />
        <LanguageButton />
        <StaffMenu />
        {own && <WindowButtons />}
      </div>
    </header>
  );
}

function WindowButtons() {
  const t = useWords(words);
  return (
    <>
      <button type="button" className={style.windowButton} aria-label={t('minimize')} onClick={() => void minimize()}><Icon name="min" size={15} /></button>
      <button type="button" className={style.windowButton} aria-label={t('maximize')} onClick={() => void toggleMaximize()}><Icon name="max" size={14} /></button>
      <button type="button" className={classes(style.windowButton, style.shut)} aria-label={t('close')} onClick={() => void closeWindow()}><Icon name="x" size={16} /></button>
    </>
  );
}
