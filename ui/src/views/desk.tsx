/** Which of the four doors or the desk itself is on the screen, by what the desk last answered. */
import { useCall } from '../ipc/hooks';
import { useDoor, type DoorState } from '../ipc/door';
import { useMeQuery } from '../ipc/me';
import { NoticeHost } from '../kit/notices';
import { Failure, Skeleton } from '../kit/states';
import { Frame } from './frame/frame';
import { useIdleLock } from './sign-in/idle';
import { LockSheet } from './sign-in/lock-sheet';
import { MustChange } from './sign-in/must-change';
import { Ground } from './sign-in/parts';
import { SignIn } from './sign-in/sign-in';
import style from './sign-in/sign-in.module.css';
import { Wizard } from './wizard/wizard';

export function Desk() {
  const { state } = useDoor();
  const setup = useCall('setup.state', {});
  if (setup.error && !setup.data && setup.error.code !== 'not_set_up') {
    return <Ground><Failure message={setup.error.message} refusal={setup.error.refusal} onRetry={() => void setup.refetch()} /></Ground>;
  }
  if (!setup.data && !setup.error) return <Skeleton />;
  const door: DoorState = setup.data?.ready === false ? 'not_set_up' : state;
  return (
    <>
      <Behind door={door} />
      <NoticeHost />
    </>
  );
}

function Behind({ door }: { door: DoorState }) {
  if (door === 'not_set_up') return <Wizard />;
  if (door === 'signed_out') return <SignIn />;
  if (door === 'must_change_password') return <MustChange />;
  return <AtWork locked={door === 'locked'} />;
}

function AtWork({ locked }: { locked: boolean }) {
  const me = useMeQuery();
  useIdleLock(me.data?.idle_lock_min ?? 0, locked);
  if (!me.data && me.error && !locked) return <Ground><Failure message={me.error.message} refusal={me.error.refusal} onRetry={() => void me.refetch()} /></Ground>;
  return (
    <>
      <div className={style.blurred} inert={locked}>{me.data ? <Frame key={me.data.staff.id} /> : <Skeleton />}</div>
      {locked && <LockSheet />}
    </>
  );
}
