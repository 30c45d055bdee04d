/** The window once someone is signed in: title bar, rail, and one sheet on which the room lies. */
import { Button } from 'antd';
import { Suspense, useEffect, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { cache, followChanges } from '../../ipc/cache';
import { useDoor } from '../../ipc/door';
import { useWords } from '../../kit/i18n';
import { Icon } from '../../kit/icons';
import { KeySheet } from '../../kit/key-sheet';
import { Empty, Skeleton } from '../../kit/states';
import { SpeechBar } from '../../speech/speech-bar';
import { QueueSheet } from '../../sync/queue-sheet';
import { Palette } from '../palette/palette';
import { places, rooms, warm } from '../rooms';
import { Boundary } from './boundary';
import style from './frame.module.css';
import { useFrameKeys } from './frame-keys';
import { Rail } from './rail';
import { TitleBar } from './title-bar';
import { useBadges } from './badges';
import { words } from './words';

type Over = 'palette' | 'keys';

export function Frame() {
  const t = useWords(words);
  const [over, setOver] = useState<Over>();
  const badges = useBadges();
  useEffect(() => followChanges(), []);
  useEffect(() => {
    const idle = setTimeout(warm, 1500);
    return () => clearTimeout(idle);
  }, []);
  useFrameKeys({ palette: () => setOver('palette'), keys: () => setOver('keys') });
  return (
    <div className={style.window}>
      <a className={style.skip} href="#content" onClick={(event) => (event.preventDefault(), document.getElementById('content')?.focus())}>{t('skip')}</a>
      <TitleBar onPalette={() => setOver('palette')} onKeys={() => setOver('keys')} />
      <Rail badges={badges} />
      <main id="content" className={style.sheet} tabIndex={-1}>
        <Unreachable />
        <div className={style.room}><Room /></div>
      </main>
      <Palette open={over === 'palette'} onClose={() => setOver(undefined)} onKeys={() => setOver('keys')} />
      <SpeechBar />
      <QueueSheet />
      <KeySheet open={over === 'keys'} onClose={() => setOver(undefined)} />
    </div>
  );
}

function Room() {
  const t = useWords(words);
  const [at] = useLocation();
  const home = rooms[0];
  return (
    <Boundary place={at}>
      <Suspense fallback={<div className="grow"><Skeleton lines={5} /></div>}>
        <Switch>
          {places.map(({ pattern, View }) => <Route key={pattern} path={pattern}><View /></Route>)}
          {home && <Route path="/"><Redirect to={`/${home.name}`} replace /></Route>}
          <Route><Empty title={t('notFound')} next={t('notFoundNext')} /></Route>
        </Switch>
      </Suspense>
    </Boundary>
  );
}

function Unreachable() {
  const t = useWords(words);
  const { reachable } = useDoor();
  useEffect(() => {
    if (reachable) return;
    const again = setInterval(() => void cache.refetchQueries({ queryKey: ['session.me'] }), 5000);
    return () => clearInterval(again);
  }, [reachable]);
  if (reachable) return null;
  return (
    <div className={style.strip} role="status">
      <Icon name="wifiOff" size={17} />
      <span className="grow"><b>{t('unreachable')}</b> <span className="ink2">{t('unreachableMore')}</span></span>
      <Button size="small" onClick={() => void cache.refetchQueries({ type: 'active' })}>{t('reconnect')}</Button>
    </div>
  );
}
