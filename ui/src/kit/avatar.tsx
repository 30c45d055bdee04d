/** A person as a letter on one of four warm grounds, the same ground for a name everywhere; the channel sits on the corner. */
import { useWords } from './i18n';
import { Icon, type IconName } from './icons';
import style from './kit.module.css';
import { channelColor } from './tokens';
import { words } from './words';

export type Channel = 'counter' | 'kiosk' | 'wecom' | 'wechat_kf' | 'hotline' | 'app' | 'miniprogram' | 'web';

const look = {
  counter: { icon: 'store', color: channelColor.counter, word: 'channelCounter' },
  kiosk: { icon: 'screen', color: channelColor.counter, word: 'channelKiosk' },
  wecom: { icon: 'group', color: channelColor.wecom, word: 'channelWecom' },
  wechat_kf: { icon: 'chat', color: channelColor.wechat, word: 'channelWechat' },
  hotline: { icon: 'phone', color: channelColor.phone, word: 'channelPhone' },
  app: { icon: 'device', color: channelColor.app, word: 'channelApp' },
  miniprogram: { icon: 'mini', color: channelColor.mini, word: 'channelMini' },
  web: { icon: 'globe', color: channelColor.web, word: 'channelWeb' },
} as const satisfies Record<Channel, { icon: IconName; color: string; word: string }>;

export const channels = Object.keys(look) as Channel[];

export function useChannelName(): (channel: Channel) => string {
  const t = useWords(words);
  return (channel) => t(look[channel].word);
}

/** `label={false}` where the channel is named in words right beside it. */
export function ChannelGlyph({ of, size = 16, label = true }: { of: Channel; size?: number; label?: boolean }) {
  const name = useChannelName()(of);
  const said = label ? { role: 'img', 'aria-label': name, title: name } : { 'aria-hidden': true };
  return (
    <span {...said} className={style.glyph} style={{ width: size, height: size, background: look[of].color }}>
      <Icon name={look[of].icon} size={Math.round(size * 0.68)} />
    </span>
  );
}

export function groundOf(name: string): 1 | 2 | 3 | 4 {
  const sum = [...name].reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return ([1, 2, 3, 4] as const)[sum % 4] ?? 1;
}

/** The name stands beside an avatar nearly everywhere, so the letter is hidden from readers; pass `named` where it stands alone. */
export function Avatar({ name, size = 36, channel, named }: { name: string; size?: number; channel?: Channel; named?: boolean }) {
  const ground = `--z-person${groundOf(name)}`;
  const said = named ? { role: 'img', 'aria-label': name, title: name } : {};
  const fontSize = Math.max(11, Math.round(size * 0.4));
  return (
    <span {...said} className={style.avatar} style={{ width: size, height: size, background: `var(${ground})`, color: `var(${ground}-ink)`, fontSize }}>
      <span aria-hidden>{[...name.trim()][0]?.toUpperCase() ?? '?'}</span>
      {channel && <ChannelGlyph of={channel} size={size >= 40 ? 18 : 16} />}
    </span>
  );
}
