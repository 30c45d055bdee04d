/** Beside the thread: who it is, what is known, what is to be done. Stacked on tall screens, one tab at a time on short ones. */
import type { ConversationDetail } from '../../ipc/bindings';
import { useMay } from '../../ipc/me';
import { classes } from '../../kit/chip';
import { useWords } from '../../kit/i18n';
import { Icon, type IconName } from '../../kit/icons';
import { useTall } from '../../kit/media';
import { Section } from '../../kit/pane';
import { CustomerCard, NobodyYet } from './customer-card';
import { AssistStrip, Similar } from './assist';
import { Suggested } from './knowledge';
import { RatingSection } from './rating';
import style from './side.module.css';
import { Tickets } from './tickets';
import { Trail, TrailSum } from './trail';
import { useAssist } from './use-assist';
import { words } from './words';

export const sideTabs = ['customer', 'knowledge', 'tickets'] as const;
export type SideTab = (typeof sideTabs)[number];

interface Props {
  of: ConversationDetail;
  tab: SideTab;
  onTab: (tab: SideTab) => void;
  onInsert: (text: string) => void;
  onTag: (change: { add: string[]; remove: string[] }) => void;
  /** Opens the ticket form. */
  making: boolean;
  onMaking: (making: boolean) => void;
}

const looks = {
  customer: { icon: 'user', key: 'tabCustomer' },
  knowledge: { icon: 'book', key: 'tabKnowledge' },
  tickets: { icon: 'ticket', key: 'tabTickets' },
} as const satisfies Record<SideTab, { icon: IconName; key: string }>;

export function Side(props: Props) {
  const t = useWords(words);
  const tall = useTall();
  const may = useMay();
  const shown = (tab: SideTab) => tall || props.tab === tab;
  const { of } = props;
  const assist = useAssist(of.conversation.id);
  return (
    <div className={style.side}>
      {!tall && <Tabs {...props} />}
      <div className={style.body} role={tall ? undefined : 'tabpanel'} aria-label={tall ? undefined : t(looks[props.tab].key)}>
        {assist.data && <AssistStrip conversation={of.conversation.id} of={assist.data} mayMake={may('ticket.work')} onInsert={props.onInsert} onTicket={() => (props.onTab('tickets'), props.onMaking(true))} />}
        {shown('customer') && (
          <>
            {of.customer ? <CustomerCard of={of} customer={of.customer} onTag={props.onTag} /> : <NobodyYet of={of} onTag={props.onTag} />}
            {of.customer && may('customer.read') && <Section title={t('trail')} extra={<TrailSum customer={of.customer.id} />}><Trail customer={of.customer.id} /></Section>}
          </>
        )}
        {shown('knowledge') && may('knowledge.read') && <Suggested conversation={of.conversation.id} onInsert={props.onInsert} />}
        {shown('knowledge') && assist.data && <Similar of={assist.data.similar} />}
        {shown('tickets') && (
          <>
            <Tickets of={of} suggested={assist.data?.ticket ?? null} making={props.making} onMaking={props.onMaking} />
            <RatingSection of={of} />
          </>
        )}
      </div>
    </div>
  );
}

function Tabs({ of, tab, onTab }: Props) {
  const t = useWords(words);
  const may = useMay();
  const assist = useAssist(of.conversation.id);
  const counts = { customer: 0, knowledge: assist.data?.articles.length ?? 0, tickets: of.tickets.length };
  const known = sideTabs.filter((each) => each !== 'knowledge' || may('knowledge.read'));
  return (
    <div role="tablist" aria-label={t('side')} className={style.tabs}>
      {known.map((each) => (
        <button key={each} type="button" role="tab" aria-selected={each === tab} className={classes(style.tab, each === tab && style.on)} onClick={() => onTab(each)}>
          <Icon name={looks[each].icon} size={15} />
          {counts[each] > 0 ? t('tabCount', { tab: t(looks[each].key), count: counts[each] }) : t(looks[each].key)}
        </button>
      ))}
    </div>
  );
}
