/** Adds, renames, moves and retires categories. */
import { Button, Input, Modal, TreeSelect } from 'antd';
import { useState } from 'react';
import type { Id, SaveCategory } from '../ipc/bindings';
import { useAct } from '../ipc/hooks';
import { Confirm } from '../kit/confirm';
import { useWords } from '../kit/i18n';
import { IconButton } from '../kit/icon-button';
import { Icon } from '../kit/icons';
import { Empty } from '../kit/states';
import style from './knowledge.module.css';
import { choicesOf, everyLine, type Branch } from './tree';
import { words } from './words';

const TOP = 'top';

interface Editing {
  id: Id | null;
  name: string;
  parent: Id | null;
  position: number;
}

export function CategorySheet({ open, branches, onClose }: { open: boolean; branches: readonly Branch[]; onClose: () => void }) {
  const t = useWords(words);
  return (
    <Modal open={open} title={t('manageCategories')} onCancel={onClose} footer={null} width={560} closable={{ 'aria-label': t('close') }} destroyOnHidden>
      <Body branches={branches} />
    </Modal>
  );
}

function siblingsOf(branches: readonly Branch[], branch: Branch): readonly Branch[] {
  const above = everyLine(branches).find((line) => line.branch.id === branch.parent);
  return above ? above.branch.children : branches;
}

function Body({ branches }: { branches: readonly Branch[] }) {
  const t = useWords(words);
  const [editing, setEditing] = useState<Editing>();
  const [leaving, setLeaving] = useState<Branch>();
  const save = useAct('knowledge.save_category');
  const lines = everyLine(branches);
  const put = (input: SaveCategory) => save.mutateAsync(input).then(() => setEditing(undefined), () => undefined);
  const move = async (branch: Branch, by: 1 | -1) => {
    const order = [...siblingsOf(branches, branch)];
    const at = order.findIndex((each) => each.id === branch.id);
    const other = order[at + by];
    if (!other) return;
    [order[at], order[at + by]] = [other, branch];
    for (const [position, each] of order.entries()) await put({ id: each.id, name: each.name, parent: each.parent, position, archived: false });
  };
  return (
    <div className="col g12">
      {lines.length === 0 && <Empty size="quiet" title={t('noCategories')} />}
      <ul>
        {lines.map(({ branch, depth }) => (
          <li key={branch.id} className={style.categoryRow} style={{ paddingLeft: depth * 20 }}>
            <span className="grow ell">{branch.name}</span>
            <span className="t12 ink3 num">{branch.own}</span>
            <IconButton icon="up" small label={t('moveUp', { name: branch.name })} onClick={() => void move(branch, -1)} />
            <IconButton icon="down" small label={t('moveDown', { name: branch.name })} onClick={() => void move(branch, 1)} />
            <IconButton icon="plus" small label={t('categoryAddBelow', { name: branch.name })} onClick={() => setEditing({ id: null, name: '', parent: branch.id, position: branch.children.length })} />
            <IconButton icon="edit" small label={t('categoryEdit', { name: branch.name })} onClick={() => setEditing({ id: branch.id, name: branch.name, parent: branch.parent, position: siblingsOf(branches, branch).indexOf(branch) })} />
            <IconButton icon="trash" small destroys label={t('categoryArchive', { name: branch.name })} onClick={() => setLeaving(branch)} />
          </li>
        ))}
      </ul>
      {editing ? (
        <Fields key={editing.id ?? editing.parent ?? TOP} first={editing} branches={branches} busy={save.isPending} onSave={(next) => void put({ ...next, archived: false })} onCancel={() => setEditing(undefined)} />
      ) : (
        <Button style={{ alignSelf: 'flex-start' }} icon={<Icon name="plus" size={15} />} onClick={() => setEditing({ id: null, name: '', parent: null, position: branches.length })}>{t('newCategory')}</Button>
      )}
      <Confirm open={leaving !== undefined} title={t('categoryArchive', { name: leaving?.name ?? '' })} action={t('categoryArchiveDo')} busy={save.isPending} onClose={() => setLeaving(undefined)}
        onDo={() => leaving && void put({ id: leaving.id, name: leaving.name, parent: leaving.parent, position: 0, archived: true }).then(() => setLeaving(undefined))}>
        {t('categoryArchiveNote')}
      </Confirm>
    </div>
  );
}

interface FieldsProps {
  first: Editing;
  branches: readonly Branch[];
  busy: boolean;
  onSave: (next: Editing) => void;
  onCancel: () => void;
}

function Fields({ first, branches, busy, onSave, onCancel }: FieldsProps) {
  const t = useWords(words);
  const [now, setNow] = useState(first);
  const ready = now.name.trim() !== '';
  const tree = [{ value: TOP, title: t('categoryTop'), children: [] }, ...choicesOf(branches, first.id ?? undefined)];
  return (
    <form className={style.form} onSubmit={(event) => (event.preventDefault(), ready && onSave(now))}>
      <label>{t('categoryName')}<Input autoFocus value={now.name} onChange={(event) => setNow({ ...now, name: event.target.value })} /></label>
      <label>{t('categoryParent')}<TreeSelect aria-label={t('categoryParent')} value={now.parent ?? TOP} treeData={tree} treeDefaultExpandAll onChange={(parent: string) => setNow({ ...now, parent: parent === TOP ? null : parent })} /></label>
      <div className="row g8" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={busy}>{t('categorySave')}</Button>
      </div>
    </form>
  );
}
