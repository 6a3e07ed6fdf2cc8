import { INSURANCE_COLUMNS, basicsForm, contactsForm } from '@wangting/contracts/units/basics';
import type * as basics from '@wangting/contracts/units/basics';
import type { BasicsInput } from '@wangting/contracts/units/basics';
import type * as maintenance from '@wangting/contracts/units/contacts';
import type { Contact, MaintenanceView } from '@wangting/contracts/units/contacts';
import { Alert, Button, FailedBy, Waiting, callAction, endpoint, go, useQuery, useQueryClient, useSearchParams } from '@wangting/kit-core';
import { ItemPage, SavedForm, ShownRows, type ItemExtras, type ItemPageProps, type Row } from '@wangting/kit-data';
import { useMemo, type ReactNode } from 'react';
import { History } from '../tabs/history.tsx';

const view = endpoint<typeof maintenance.view>('GET /items/unit-maintenance/view');
const saveContacts = endpoint<typeof maintenance.saveContacts>('PUT /items/unit-maintenance/contacts');
const saveBasics = endpoint<typeof basics.saveBasics>('PUT /items/unit-maintenance/basics');
const KEY = ['unit-maintenance'];

/** 6 单位基本信息及联系人维护: what takes effect at once on its own tabs, what needs a review on the item's form, and the history. */
export default function UnitMaintenance(props: ItemPageProps) {
  const { legalOnly } = props.item.messages;
  const extras = useMemo((): ItemExtras => {
    const first = true as const;
    const tabs: NonNullable<ItemExtras['tabs']> = [
      { key: 'basics', label: '单位基本信息', first, children: <Seen>{(seen) => <Basics seen={seen} />}</Seen> },
      { key: 'insurances', label: '单位参保信息', first, children: <Seen>{(seen) => <Insurances seen={seen} />}</Seen> },
      { key: 'contacts', label: '单位联系人信息', first, children: <Seen>{(seen) => <Contacts seen={seen} words={legalOnly} />}</Seen> },
      { key: 'history', label: '变更记录', children: <History /> },
    ];
    return { tab: '重要信息变更', tabs, hides: (section) => section.fields.some(({ name }) => name === 'differences') };
  }, [legalOnly]);
  return <ItemPage {...props} extras={extras} />;
}

/** The unit as it stands; a new revision starts what is edited afresh. */
function Seen({ children }: { children: (seen: MaintenanceView) => ReactNode }) {
  const now = useQuery({ queryKey: KEY, queryFn: () => callAction(view, {}), gcTime: 0, staleTime: Infinity });
  if (now.error) return <FailedBy error={now.error} again={() => void now.refetch()} />;
  return now.data ? <>{children(now.data)}</> : <Waiting rows={8} />;
}
interface Saved {
  message: string;
  view: MaintenanceView;
}
function useSeen() {
  const client = useQueryClient();
  return {
    onClose: () => void go('/business?c=公共业务'),
    onSaved: ({ view: next }: Saved) => {
      client.setQueryData(KEY, next);
      void client.invalidateQueries({ queryKey: ['work', 'unit-history'] });
    },
    onStale: () => void client.invalidateQueries({ queryKey: KEY }),
  };
}

function Basics({ seen }: { seen: MaintenanceView }) {
  const [, setAddress] = useSearchParams();
  const start = useMemo(() => {
    const given = Object.fromEntries(
      Object.keys(basicsForm.input.shape).map((name) => [name, seen.basic[name as keyof MaintenanceView['basic']]]),
    );
    return { ...given, licenceValidTo: seen.basic.licenceValidTo === '长期' ? undefined : seen.basic.licenceValidTo };
  }, [seen]);
  const shows = Object.fromEntries(Object.entries(seen.basic).map(([name, value]) => [`kept-${name}`, value]));
  return (
    <SavedForm<Saved>
      key={seen.rev}
      form={basicsForm}
      under="basics"
      start={start}
      shows={shows}
      editable={seen.normal}
      leaving="单位基本信息的修改尚未保存，离开后将丢失。"
      send={(requestKey, data) => callAction(saveBasics, { requestKey, seenRev: seen.rev, basics: data as BasicsInput })}
      {...useSeen()}
    >
      <Alert
        type="info"
        showIcon
        title="单位名称、法人、行业代码、所属行政区划、劳务派遣单位标志的变更须经办机构审核。"
        action={
          <Button size="small" onClick={() => setAddress({ tab: 'form' })}>
            申请变更
          </Button>
        }
        style={{ marginBottom: 12 }}
      />
    </SavedForm>
  );
}

const Insurances = ({ seen }: { seen: MaintenanceView }) => (
  <ShownRows columns={INSURANCE_COLUMNS} rows={seen.insurances} label="单位参保信息" />
);

function Contacts({ seen, words }: { seen: MaintenanceView; words: string | undefined }) {
  const start = useMemo(() => ({ contacts: seen.contacts as Row[] }), [seen]);
  return (
    <SavedForm<Saved>
      key={seen.rev}
      form={contactsForm}
      under=""
      start={start}
      editable={seen.editable}
      leaving="联系人的修改尚未保存，离开后将丢失。"
      send={(requestKey, { contacts }) => callAction(saveContacts, { requestKey, seenRev: seen.rev, contacts: contacts as Contact[] })}
      {...useSeen()}
    >
      {!seen.editable && (
        <Alert
          type="info"
          showIcon
          role="status"
          title={words ?? '联系人信息仅法人可维护，请使用法人电子社保卡登录'}
          style={{ marginBottom: 12 }}
        />
      )}
    </SavedForm>
  );
}
