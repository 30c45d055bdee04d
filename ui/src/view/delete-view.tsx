/** Asks before a view goes; says who loses it and that the records stay. */
import type { View } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { words } from './words';

export function DeleteView({ view, onGone, onClose }: { view: View; onGone: () => void; onClose: () => void }) {
  const t = useWords(words);
  const remove = useAct('view.delete');
  return (
    <Confirm open title={t('deleteTitle', { name: view.name })} action={t('deleteDo')} busy={remove.isPending} onClose={onClose} onDo={() => remove.mutate({ id: view.id }, { onSuccess: () => (onGone(), onClose()) })}>
      {view.shared ? t('deleteShared') : t('deleteNote')}
    </Confirm>
  );
}
