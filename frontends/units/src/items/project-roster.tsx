import type * as contract from '@wangting/contracts/units/project-roster';
import { people, rosterForm, type RosterChange, type RosterPerson as Person } from '@wangting/contracts/units/project-roster';
import { Alert, Button, Modal, callAction, day, endpoint, itemApi, useQuery, useQueryClient, useSearchParams } from '@wangting/kit-core';
import {
  BatchItemPage,
  ExportButton,
  ItemHead,
  QueryPage,
  SavedForm,
  Tabs,
  useAsked,
  type ItemPageProps,
  type Values,
} from '@wangting/kit-data';
import { useRef, useState } from 'react';
import { PrintRoster } from '../roster/print.tsx';
import { RosterHistory } from '../roster/history.tsx';
import css from '../roster/roster.module.css';

const askPeople = endpoint<typeof contract.queryPeople>('POST /items/project-roster/query/people');
const maintain = endpoint<typeof contract.maintain>('PUT /items/project-roster/people/:id');

const TABS = { import: '批量导入', people: people.title } as const;
type Tab = keyof typeof TABS;

/** 7 工程项目工伤人员批量参保登记: the file of block B9, and those who are there already. */
export default function ProjectRoster(props: ItemPageProps) {
  const [address, setAddress] = useSearchParams();
  const tab: Tab = address.get('tab') === 'people' ? 'people' : 'import';
  return (
    <>
      <Tabs
        activeKey={tab}
        onChange={(key) => setAddress(key === 'import' ? {} : { tab: key })}
        items={(Object.keys(TABS) as Tab[]).map((key) => ({ key, label: TABS[key] }))}
      />
      <Unpaid itemId={props.item.id} />
      {tab === 'import' ? <BatchItemPage {...props} /> : <People {...props} />}
    </>
  );
}

/** 工程项目缴费 that has not arrived: said above the page, whatever is done there. */
function Unpaid({ itemId }: { itemId: string }) {
  const { data } = useQuery({ queryKey: ['unpaid', itemId], queryFn: () => callAction(itemApi(itemId).open, {}), staleTime: 60_000 });
  const words = data?.shows.unpaid;
  return typeof words === 'string' && words ? <Alert type="warning" showIcon title={words} style={{ marginBottom: 12 }} /> : null;
}

function People({ item, head }: ItemPageProps) {
  const [edited, setEdited] = useState<Person>();
  const [looked, setLooked] = useState<Person>();
  const client = useQueryClient();
  const again = () => void client.invalidateQueries();
  const filter = useAsked(people.filters);
  return (
    <>
      <ItemHead item={item} head={head} />
      <div className={css.above}>
        <PrintRoster filter={filter} />
        <ExportButton itemId={item.id} view={people} filter={filter} />
      </div>
      <QueryPage<Person>
        name="project-people"
        filters={people.filters}
        columns={people.columns}
        also={['tab']}
        fetch={({ page, size, tab: _, ...asked }) => callAction(askPeople, { filter: asked, page, size })}
        rowKey={({ id }) => id}
        actionsWidth={128}
        actions={(row) => (
          <>
            <Button size="small" aria-label={`维护 ${row.name} ${row.projectName}`} onClick={() => setEdited(row)}>
              维护
            </Button>
            <Button size="small" aria-label={`记录 ${row.name} ${row.projectName}`} onClick={() => setLooked(row)}>
              记录
            </Button>
          </>
        )}
      />
      {looked && <RosterHistory key={looked.id} person={looked} onClose={() => setLooked(undefined)} />}
      {edited && (
        <Edit
          key={edited.id}
          person={edited}
          onClose={() => setEdited(undefined)}
          onStale={again}
          onSaved={() => {
            setEdited(undefined);
            again();
          }}
        />
      )}
    </>
  );
}

interface EditProps {
  person: Person;
  onClose: () => void;
  onSaved: () => void;
  onStale: () => void;
}
function Edit({ person, onClose, onSaved, onStale }: EditProps) {
  const { id, rev, leaveOn, post, mobile, employer, note } = person;
  const start = useRef<Values>({
    post,
    ...(leaveOn ? { leaveOn } : {}),
    ...(mobile ? { mobile } : {}),
    ...(employer ? { employer } : {}),
    ...(note ? { note } : {}),
  }).current;
  return (
    <Modal open title={`项目人员维护：${person.name}`} width={900} footer={null} onCancel={onClose}>
      <p>
        {person.projectName}（{person.projectNo}），入职日期 {day(person.entryOn)}
      </p>
      <SavedForm
        form={rosterForm}
        start={start}
        under="person"
        leaving="人员信息尚未保存，离开后将丢失。"
        send={(requestKey, data) => callAction(maintain, { requestKey, id, seenRev: rev, person: data as RosterChange })}
        onSaved={onSaved}
        onStale={onStale}
        onClose={onClose}
      />
    </Modal>
  );
}
