/** One's own: how the screen looks and speaks, keys, password and PIN. */
import { Button, Radio, Segmented, Switch } from 'antd';
import { useId, useState } from 'react';
import { useMe } from '../../ipc/me';
import { Avatar } from '../../kit/avatar';
import { Group, Several } from '../../kit/form';
import { setLang, useLang, useWords, type Lang } from '../../kit/i18n';
import { singleKeys } from '../../kit/keys';
import { useRemembered } from '../../kit/remembered';
import { useTheme, type ThemeChoice } from '../../kit/theme';
import { languageNames } from '../frame/words';
import { SecretSheet, type SecretKind } from '../sign-in/secret-sheet';
import { densities, useDensity, type Density } from '../tickets/columns-chosen';
import { Page } from './page';
import style from './settings.module.css';
import { words } from './words';

const densityWord = { roomy: 'densityRoomy', medium: 'densityMedium', compact: 'densityCompact' } as const satisfies Record<Density, string>;
const themeWord = { light: 'themeLight', dark: 'themeDark', system: 'themeSystem' } as const satisfies Record<ThemeChoice, string>;
const themes = ['light', 'dark', 'system'] as const satisfies readonly ThemeChoice[];

export function MinePart() {
  const t = useWords(words);
  const me = useMe();
  return (
    <Page title={t('mine')}>
      <div className={style.body}>
        <div className={style.sheet}>
          {me && (
            <div className="row g12">
              <Avatar name={me.staff.name} size={40} />
              <div className="col"><span className="t14 b">{t('meTitle', { name: me.staff.name, account: me.staff.account })}</span><span className="t13 ink3">{t('roleNote')}</span></div>
            </div>
          )}
          <Looks />
          <Keyboard />
          <GettingIn pin={me?.has_pin ?? false} />
        </div>
      </div>
    </Page>
  );
}

function Looks() {
  const t = useWords(words);
  const lang = useLang();
  const { choice, choose } = useTheme();
  const [density, setDensity] = useDensity();
  const languages = (Object.keys(languageNames) as Lang[]).map((value) => ({ value, label: languageNames[value] }));
  return (
    <Group title={t('look')} hint={t('thisScreen')}>
      <Several label={t('language')}><Radio.Group value={lang} options={languages} onChange={(event) => setLang(event.target.value === 'en' ? 'en' : 'zh')} /></Several>
      <Several label={t('theme')}><Radio.Group value={choice} options={themes.map((value) => ({ value, label: t(themeWord[value]) }))} onChange={(event) => choose(themes.find((each) => each === event.target.value) ?? 'system')} /></Several>
      <Several label={t('density')}><span><Segmented aria-label={t('density')} value={density} options={densities.map((value) => ({ value, label: t(densityWord[value]) }))} onChange={setDensity} /></span></Several>
    </Group>
  );
}

function Keyboard() {
  const t = useWords(words);
  const on = useRemembered(singleKeys);
  const id = useId();
  return (
    <Group title={t('keyboard')}>
      <div className="row g12">
        <Switch id={id} checked={on} onChange={singleKeys.set} aria-describedby={`${id}-more`} />
        <label htmlFor={id} className="grow col"><span>{t('singleKeys')}</span><span id={`${id}-more`} className="t12 ink3">{t('singleKeysHint')}</span></label>
      </div>
    </Group>
  );
}

function GettingIn({ pin }: { pin: boolean }) {
  const t = useWords(words);
  const [sheet, setSheet] = useState<SecretKind>();
  return (
    <Group title={t('gettingIn')}>
      <div className="row g12"><Button onClick={() => setSheet('password')}>{t('passwordChange')}</Button><span className="t13 ink3">{t('passwordHint')}</span></div>
      <div className="row g12"><Button onClick={() => setSheet('pin')}>{pin ? t('pinChange') : t('pinSet')}</Button><span className="t13 ink3">{pin && `${t('pinThere')} `}{t('pinHint')}</span></div>
      {sheet && <SecretSheet kind={sheet} onClose={() => setSheet(undefined)} />}
    </Group>
  );
}
