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
  Input,
  Modal,
  callAction,
  day,
  endpoint,
  intention,
  isRefusal,
  moment,
  useDialogs,
  wordsFor,
} from '@wangting/kit-core';
import { useRef, useState } from 'react';
import { DecisionList } from './decision-list.tsx';
import css from './units.module.css';

const waiting = endpoint<typeof contract.waitingEntries>('GET /agency/entries');
const review = endpoint<typeof contract.reviewEntry>('PUT /agency/entries/:id');

/** 倒填入职日期核实: entries of project rosters that were registered after the fact (item 7), and what the agency finds of each. */
export default function Entries() {
  return (
    <DecisionList<WaitingEntry>
      title="倒填入职日期核实"
      about="入职日期早于登记日1日以上的项目人员。核实前，登记日之前的期间不作为已登记；不予认可的，该次登记不作数。"
      name="waiting-entries"
      filters={ENTRY_FILTERS}
      columns={ENTRY_COLUMNS}
      fetch={({ page, size, unitNo }) => callAction(waiting, { page, size, ...(unitNo ? { unitNo: String(unitNo) } : {}) })}
      rowKey={({ id, entryOn }) => `${id}:${entryOn}`}
      verb="核实"
      whose={({ name, projectName }) => `${name} ${projectName}`}
      dialog={(entry, close) => <Decide key={entry.id + entry.entryOn} entry={entry} {...close} />}
    />
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
