/** The room of settings: a list of parts, and the part one chose. Only what one may use is offered; the desk checks again. */
import type { ComponentType } from 'react';
import { Redirect, useLocation, useRoute } from 'wouter';
import { useMayCall } from '../../ipc/me';
import { useWords } from '../../kit/i18n';
import { useKeys } from '../../kit/keys';
import { Empty } from '../../kit/states';
import { AuditPart } from './audit';
import { CannedPart } from './canned';
import { CategoriesPart } from './categories';
import { DataPart } from './data';
import { DepartmentsPart } from './departments';
import { IntentsPart } from './intents';
import { MacrosPart } from './macros';
import { MinePart } from './mine';
import { ModelsPart } from './models';
import { Nav } from './nav';
import { OrganisationPart } from './organisation';
import { PromisesPart } from './promises';
import { RolesPart } from './roles';
import { offered, sectionNamed, type Section } from './sections';
import style from './settings.module.css';
import { ShopsPart } from './shops';
import { StaffPart } from './staff';
import { SyncPart } from './sync';
import { TypesPart } from './types';
import { ViewsPart } from './views';
import { words } from './words';

const parts: Record<Section['name'], ComponentType> = {
  mine: MinePart, organisation: OrganisationPart, shops: ShopsPart, departments: DepartmentsPart, staff: StaffPart, roles: RolesPart, types: TypesPart, promises: PromisesPart, intents: IntentsPart,
  canned: CannedPart, macros: MacrosPart, views: ViewsPart, categories: CategoriesPart, models: ModelsPart, sync: SyncPart, data: DataPart, audit: AuditPart,
};

export default function SettingsRoom() {
  const t = useWords(words);
  const may = useMayCall();
  const [, go] = useLocation();
  const [, params] = useRoute('/settings/:section/:id?');
  const usable = offered(may).flatMap((each) => each.sections);
  useKeys({ id: 'settings', title: t('scope'), order: 3 }, usable.map(({ name, icon, also }) => ({ key: '', label: t('goTo', { name: t(name) }), icon, also, run: () => go(`/settings/${name}`) })));
  const first = usable[0];
  if (!params && first) return <Redirect to={`/settings/${first.name}`} replace />;
  const section = sectionNamed(params?.section);
  const Part = section && may(section.needs) ? parts[section.name] : undefined;
  return (
    <div className={style.room}>
      <Nav current={section?.name} />
      {Part ? <Part /> : <Empty title={t('notFound')} next={t('notFoundNext')} />}
    </div>
  );
}
