import { expect, test } from 'vitest';
import type { DepartmentRow } from '../ipc/bindings';
import { ordered } from './department-list';

const row = (name: string, shop: string | null, archived = false): DepartmentRow => ({ id: name, name, shop, lead: null, archived, people: 0 });

test('head office stands first, then the shops in their order, and what is out of use last', () => {
  const rows = [row('维修', 's2'), row('旧仓库', null, true), row('茶吧', 's1'), row('财务', null)];
  expect(ordered(rows, [{ id: 's1' }, { id: 's2' }]).map((each) => each.name)).toEqual(['财务', '茶吧', '维修', '旧仓库']);
});
