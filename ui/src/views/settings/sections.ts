/** The parts of the settings in the order of the list, and what a person must be allowed for each. */
import type { CallName } from '../../ipc/client';
import type { IconName } from '../../kit/icons';

export const groups = ['groupMine', 'groupCompany', 'groupTickets', 'groupWords', 'groupData'] as const;
export type Group = (typeof groups)[number];

export interface Section {
  name: 'mine' | 'organisation' | 'shops' | 'departments' | 'staff' | 'roles' | 'types' | 'promises' | 'intents' | 'canned' | 'macros' | 'views' | 'categories' | 'models' | 'sync' | 'data' | 'audit';
  group: Group;
  icon: IconName;
  /** The call without which the part makes no sense. */
  needs: CallName;
  /** Pinyin and English for the palette. */
  also: string;
}

export const sections: readonly Section[] = [
  { name: 'mine', group: 'groupMine', icon: 'user', needs: 'session.me', also: 'wode mine preferences' },
  { name: 'organisation', group: 'groupCompany', icon: 'shield', needs: 'organisation.save', also: 'gongsi anquan company security' },
  { name: 'shops', group: 'groupCompany', icon: 'store', needs: 'shop.save', also: 'mendian shops' },
  { name: 'departments', group: 'groupCompany', icon: 'group', needs: 'department.save', also: 'bumen departments' },
  { name: 'staff', group: 'groupCompany', icon: 'users', needs: 'staff.list', also: 'tongshi staff colleagues' },
  { name: 'roles', group: 'groupCompany', icon: 'badge', needs: 'role.list', also: 'juese quanxian roles permissions' },
  { name: 'types', group: 'groupTickets', icon: 'ticket', needs: 'ticket_type.save', also: 'gongdan leixing ticket types fields' },
  { name: 'promises', group: 'groupTickets', icon: 'clock', needs: 'sla.save', also: 'chengnuo rili sla calendar hours holidays' },
  { name: 'intents', group: 'groupTickets', icon: 'ask', needs: 'intent.save', also: 'yitu intents' },
  { name: 'canned', group: 'groupWords', icon: 'say', needs: 'canned.list', also: 'changyongyu canned replies' },
  { name: 'macros', group: 'groupWords', icon: 'bolt', needs: 'macro.list', also: 'hong macros' },
  { name: 'views', group: 'groupWords', icon: 'list', needs: 'view.list', also: 'shitu views' },
  { name: 'categories', group: 'groupWords', icon: 'book', needs: 'knowledge.save_category', also: 'zhishi fenlei categories' },
  { name: 'models', group: 'groupData', icon: 'spark', needs: 'model.list', also: 'benji zhineng moxing tingxie langdu models speech dictation on this machine' },
  { name: 'sync', group: 'groupData', icon: 'cloud', needs: 'hub.state', also: 'tongbu zongbu sync hub head office' },
  { name: 'data', group: 'groupData', icon: 'device', needs: 'desk.state', also: 'shuju daoru daochu suoyin data import export index' },
  { name: 'audit', group: 'groupData', icon: 'stamp', needs: 'audit.list', also: 'shenji audit' },
];

export function sectionNamed(name: string | undefined): Section | undefined {
  return sections.find((section) => section.name === name);
}

/** Those a person may use, group by group; a group without any is left out. */
export function offered(may: (call: CallName) => boolean): { group: Group; sections: Section[] }[] {
  return groups.map((group) => ({ group, sections: sections.filter((section) => section.group === group && may(section.needs)) })).filter((each) => each.sections.length > 0);
}
