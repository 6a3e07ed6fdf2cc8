import type * as contract from '@wangting/contracts/units/roster-review';
import {
  ENTRY_COLUMNS,
  ENTRY_FILTERS,
  REVIEW_MESSAGES,
  VERDICTS,
  type Verdict,
  type WaitingEntry,
} from '@wangting/contracts/units/roster-review';
import {
  Alert,
  Button,
  HallLink,
  Input,
  Modal,
  callAction,
  day,
  endpoint,
  intention,
  isRefusal,
  moment,
  useDialogs,
  useQueryClient,
  wordsFor,
} from '@wangting/kit-core';
import { QueryPage } from '@wangting/kit-data';
import { useEffect, useRef, useState } from 'react';
import css from './units.module.css';

const waiting = endpoint<typeof contract.waitingEntries>('GET /agency/entries');
const review = endpoint<typeof contract.reviewEntry>('PUT /agency/entries/:id');

/** 倒填入职日期核实: entries of project rosters that were registered after the fact (item 7), and what the agency finds of each. */
export default function Entries() {
  const [chosen, setChosen] = useState<WaitingEntry>();
  const client = useQueryClient();
  useEffect(() => {
    document.title = '倒填入职日期核实 - 社会保险网上办事大厅';
  }, []);
  const again = () => {
    setChosen(undefined);
    void client.invalidateQueries({ queryKey: ['work', 'waiting-entries'] });
  };
  return (
    <>
      <h1>倒填入职日期核实</h1>
      <p style={{ margin: '8px 0 12px' }}>
        入职日期早于登记日1日以上的项目人员。核实前，登记日之前的期间不作为已登记；不予认可的，该次登记不作数。{' '}
        <HallLink to="/agency">返回待办</HallLink>
      </p>
      <QueryPage<WaitingEntry>
        name="waiting-entries"
        filters={ENTRY_FILTERS}
        columns={ENTRY_COLUMNS}
        fetch={({ page, size, unitNo }) => callAction(waiting, { page, size, ...(unitNo ? { unitNo: String(unitNo) } : {}) })}
        rowKey={({ id, entryOn }) => `${id}:${entryOn}`}
        actionsWidth={72}
        actions={(row) => (
          <Button size="small" aria-label={`核实 ${row.name} ${row.projectName}`} onClick={() => setChosen(row)}>
            核实
          </Button>
        )}
      />
      {chosen && <Decide key={chosen.id + chosen.entryOn} entry={chosen} onClose={() => setChosen(undefined)} onDone={again} />}
    </>
  );
}

function Decide({ entry, onClose, onDone }: { entry: WaitingEntry; onClose: () => void; onDone: () => void }) {
  const { message } = useDialogs();
  const deciding = useRef(intention()).current;
  const [opinion, setOpinion] = useState('');
  const [busy, setBusy] = useState<Verdict>();
  const [refused, setRefused] = useState<string>();
  const decide = async (verdict: Verdict) => {
    if (busy) return;
    const said = opinion.trim();
    if (verdict === 'refused' && !said) return setRefused(REVIEW_MESSAGES.opinionMissing);
    setBusy(verdict);
    try {
      const { id, rev, entryOn } = entry;
      const answer = await deciding.run((requestKey) =>
        callAction(review, { requestKey, id, entryOn, seenRev: rev, verdict, ...(said ? { opinion: said } : {}) }),
      );
      void message.success(answer.message);
      onDone();
    } catch (error) {
      if (isRefusal(error, 'STATE_CHANGED')) {
        void message.warning(wordsFor(error));
        return onDone();
      }
      setRefused(wordsFor(error));
    } finally {
      setBusy(undefined);
    }
  };
  const facts: [string, string][] = [
    ['单位', `${entry.unitName}（${entry.unitNo}）`],
    ['工程项目', `${entry.projectName}（${entry.projectNo}）`],
    ['人员', `${entry.name}　${entry.idMasked}`],
    ['岗位', entry.employer ? `${entry.post}（${entry.employer}）` : entry.post],
    ['在岗期间', `${day(entry.entryOn)} 至 ${entry.leaveOn ? day(entry.leaveOn) : '今'}`],
    ['登记时间', `${moment(entry.registeredAt)}（倒填${entry.days}日）`],
    ['备注', entry.note || '—'],
  ];
  return (
    <Modal
      open
      title={`核实：${entry.name}`}
      width={720}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>关闭</Button>
          <Button danger loading={busy === 'refused'} onClick={() => void decide('refused')}>
            {VERDICTS.refused}
          </Button>
          <Button type="primary" loading={busy === 'passed'} onClick={() => void decide('passed')}>
            {VERDICTS.passed}
          </Button>
        </>
      }
    >
      <dl className={css.facts}>
        {facts.map(([label, words]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      {entry.more > 0 && <p>该人员另有 {entry.more} 次登记待核实，办理后依次显示。</p>}
      <label htmlFor="entry-opinion">核实意见（不予认可的必须填写原因）</label>
      <Input.TextArea
        id="entry-opinion"
        rows={3}
        maxLength={200}
        value={opinion}
        onChange={({ target }) => {
          setOpinion(target.value);
          setRefused(undefined);
        }}
      />
      {refused && <Alert type="error" showIcon title={refused} style={{ marginTop: 8 }} />}
    </Modal>
  );
}
