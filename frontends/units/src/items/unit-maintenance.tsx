import type * as maintenance from '@wangting/contracts/units/contacts';
import type { Contact, MaintenanceView } from '@wangting/contracts/units/contacts';
import {
  Alert,
  Button,
  FailedBy,
  HallError,
  Waiting,
  callAction,
  endpoint,
  go,
  guardLeaving,
  intention,
  isRefusal,
  useDialogs,
  useQuery,
  useQueryClient,
  wordsFor,
} from '@wangting/kit-core';
import {
  ItemHead,
  Sections,
  Summary,
  check,
  problemsOf,
  sectionsFor,
  type ItemPageProps,
  type Problems,
  type Row,
} from '@wangting/kit-data';
import { useEffect, useRef, useState } from 'react';
import css from './unit-maintenance.module.css';

const view = endpoint<typeof maintenance.view>('GET /items/unit-maintenance/view');
const save = endpoint<typeof maintenance.saveContacts>('PUT /items/unit-maintenance/contacts');
const KEY = ['unit-maintenance'];
const CONTACTS = '单位联系人信息';

/** 6 单位基本信息及联系人维护: basics and insurances to read, contacts to keep for the 法人. */
export default function UnitMaintenance(props: ItemPageProps) {
  const [tab, setTab] = useState(props.item.sections[0]?.tab ?? '');
  const now = useQuery({ queryKey: KEY, queryFn: () => callAction(view, {}), gcTime: 0, staleTime: Infinity });
  if (now.error)
    return (
      <>
        <ItemHead {...props} />
        <FailedBy error={now.error} again={() => void now.refetch()} />
      </>
    );
  if (!now.data)
    return (
      <>
        <ItemHead {...props} />
        <Waiting rows={8} />
      </>
    );
  return <Maintenance key={now.data.rev} {...props} view={now.data} tab={tab} onTab={setTab} />;
}

const never = async () => undefined;

function Maintenance({
  item,
  head,
  view: seen,
  tab,
  onTab: setTab,
}: ItemPageProps & { view: MaintenanceView; tab: string; onTab: (label: string) => void }) {
  const client = useQueryClient();
  const { message } = useDialogs();
  const [contacts, setContacts] = useState<readonly Row[]>(seen.contacts);
  const [problems, setProblems] = useState<Problems>({});
  const [words, setWords] = useState<string>();
  const [turn, setTurn] = useState(0);
  const [busy, setBusy] = useState(false);
  const [stale, setStale] = useState(false);
  const saving = useRef(intention()).current;
  const dirty = contacts !== seen.contacts;
  useEffect(() => (dirty ? guardLeaving(() => '联系人的修改尚未保存，离开后将丢失。') : undefined), [dirty]);

  const sections = sectionsFor(item, {});
  const group = sections[0]?.tab ?? '';
  const refuse = (found: Problems, sentence?: string) => {
    setProblems(found);
    setWords(sentence);
    setTurn((last) => last + 1);
    setTab(CONTACTS);
  };

  async function send() {
    if (busy) return;
    const checked = check(item, { contacts });
    if (!checked.data) return refuse(checked.problems);
    setBusy(true);
    try {
      const answer = await saving.run((requestKey) =>
        callAction(save, { requestKey, seenRev: seen.rev, contacts: checked.data.contacts as Contact[] }),
      );
      void message.success(answer.message);
      // The new revision starts the page afresh, on the same tab.
      client.setQueryData(KEY, answer.view);
      setContacts(answer.view.contacts);
      setProblems({});
      setWords(undefined);
    } catch (error) {
      setStale(isRefusal(error, 'STATE_CHANGED', 'REQUEST_KEY_REUSED'));
      refuse(error instanceof HallError ? problemsOf(error.issues) : {}, wordsFor(error, '提交'));
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <ItemHead item={item} head={head} />
      <Summary item={item} words={words} problems={problems} turn={turn} reveal={() => setTab(CONTACTS)}>
        {stale && (
          <Button size="small" onClick={() => void client.invalidateQueries({ queryKey: KEY })}>
            读取最新内容
          </Button>
        )}
      </Summary>
      {tab === CONTACTS && !seen.editable && (
        <Alert
          type="info"
          showIcon
          role="status"
          title={item.messages.legalOnly ?? '联系人信息仅法人可维护，请使用法人电子社保卡登录'}
          style={{ marginBottom: 12 }}
        />
      )}
      <Sections
        sections={sections}
        values={{ contacts }}
        shows={{ ...seen.basic, insurances: seen.insurances }}
        problems={problems}
        disabled={busy}
        locked={() => !seen.editable}
        onChange={(_, rows) => {
          setContacts(rows as Row[]);
          setProblems({});
        }}
        onLookup={never}
        tabs={{ [group]: tab }}
        onTab={(_, label) => setTab(label)}
      />
      <div className={css.bar}>
        <span />
        <Button onClick={() => void go(`/business?c=${head.category}`)}>关闭</Button>
        <span>
          {seen.editable && tab === CONTACTS && (
            <Button type="primary" loading={busy} disabled={!dirty && !busy} onClick={() => void send()}>
              {item.mainButton}
            </Button>
          )}
        </span>
      </div>
    </>
  );
}
