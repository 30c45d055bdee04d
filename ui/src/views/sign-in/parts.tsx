/** The pieces that the doors of the console share: ground, card, labelled field, trouble, live password rule. */
import { Input } from 'antd';
import { useId, type ReactNode } from 'react';
import { CallError } from '../../ipc/error';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { LanguageButton, ThemeButton } from '../frame/looks';
import { Seal } from '../frame/seal';
import { words as frameWords } from '../frame/words';
import { passwordRules } from './password';
import style from './sign-in.module.css';
import { words } from './words';

export function Ground({ children, foot, wide }: { children: ReactNode; foot?: ReactNode; wide?: boolean }) {
  const t = useWords(frameWords);
  return (
    <main className={style.ground}>
      <div className={style.drag} data-tauri-drag-region />
      <div className={style.corner}><ThemeButton /><LanguageButton /></div>
      <div className={style.brand}>
        <Seal large />
        <div className={style.brandName}>{t('product')}</div>
      </div>
      <div className={classes(style.card, wide && style.wide)}>{children}</div>
      {foot && <div className={style.foot}>{foot}</div>}
    </main>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  secret?: boolean;
  digits?: number;
  wrong?: string | undefined;
  hint?: string;
  autoFocus?: boolean;
  autoComplete?: string;
  placeholder?: string;
}

export function Field({ label, value, onChange, secret, digits, wrong, hint, autoFocus, autoComplete = 'off', placeholder }: FieldProps) {
  const id = useId();
  const Control = secret ? Input.Password : Input;
  const clean = (text: string) => (digits ? text.replace(/\D/g, '').slice(0, digits) : text);
  return (
    <div className={style.field}>
      <label htmlFor={id}>{label}</label>
      <Control
        id={id}
        size="large"
        value={value}
        placeholder={placeholder}
        autoFocus={autoFocus ?? false}
        autoComplete={autoComplete}
        inputMode={digits ? 'numeric' : 'text'}
        status={wrong ? 'error' : ''}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-more`}
        onChange={(event) => onChange(clean(event.target.value))}
      />
      <span id={`${id}-more`} className={wrong ? style.wrong : style.hint}>{wrong ?? hint}</span>
    </div>
  );
}

/** What the desk said, in its words. */
export function Trouble({ error }: { error: Error | null }) {
  if (!error) return null;
  const refusal = error instanceof CallError && error.refusal;
  return (
    <div role="alert" className={classes(style.trouble, refusal && style.refusal)}>
      <Icon name={refusal ? 'lock' : 'alert'} size={17} />
      <span>{error.message}</span>
    </div>
  );
}

export function PasswordRule({ password, names }: { password: string; names: readonly string[] }) {
  const t = useWords(words);
  const met = passwordRules(password, names);
  const lines = [[met.length, t('ruleLength')], [met.classes, t('ruleClasses')], [met.name, t('ruleName')]] as const;
  return (
    <ul className={style.rules} aria-live="polite">
      {lines.map(([ok, text]) => (
        <li key={text} className={ok ? style.met : undefined}>
          <i aria-hidden />
          {ok && <Icon name="check" size={13} />}
          {text}
          <span className="unseen">{ok ? t('ruleMet') : t('ruleUnmet')}</span>
        </li>
      ))}
    </ul>
  );
}
