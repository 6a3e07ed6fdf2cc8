import { Alert, Button, Input, Modal, callAction, day } from '@wangting/kit-core';
import { Control, Radio, Tag, Word } from '@wangting/kit-data';
import { useState } from 'react';
import { Words } from '../sheet.tsx';
import { ledgerApi } from './api.ts';
import css from './ledger.module.css';
import { UnitRecords } from './unit-records.tsx';
import { useSending } from './use-sending.ts';

const KEY = ['dues', 'exemptions'];
const list = (unitNo: string) => callAction(ledgerApi.unitExemptions, { unitNo });
type Row = Awaited<ReturnType<typeof list>>['rows'][number];
const HEADS = ['个人编号', '姓名', '免缴国家', '险种', '开始日期', '终止日期', '有效性', '终止原因', '操作'];

/** 互免免缴: what a unit has, and the end of one that is over before its time or was registered by mistake. */
export default function Exemptions() {
  const [ended, setEnded] = useState<Row>();
  return (
    <UnitRecords
      title="互免免缴"
      queryKey={KEY}
      list={list}
      heads={HEADS}
      row={(row) => (
        <>
          <td>{row.personNo || '—'}</td>
          <td>{row.name || '—'}</td>
          <td>
            <Word dictionary="country" value={row.country} />
          </td>
          <td>
            {row.insurances.map((insurance) => (
              <div key={insurance}>
                <Word dictionary="insurance-kind" value={insurance} />
              </div>
            ))}
          </td>
          <td>{day(row.from)}</td>
          <td>{day(row.to)}</td>
          <td>{row.valid ? <Tag color="success">有效</Tag> : <Tag>无效</Tag>}</td>
          <Words>{row.reason ?? '—'}</Words>
          <td>
            {row.endable ? (
              <Button size="small" aria-label={`终止 ${row.personNo}`} onClick={() => setEnded(row)}>
                终止
              </Button>
            ) : (
              '—'
            )}
          </td>
        </>
      )}
    >
      {() => ended && <End key={ended.id} row={ended} onClose={() => setEnded(undefined)} />}
    </UnitRecords>
  );
}

const ON = { name: 'on', label: '终止日期', as: 'day', required: true } as const;

function End({ row, onClose }: { row: Row; onClose: () => void }) {
  const [how, setHow] = useState<'end' | 'void'>('end');
  const [on, setOn] = useState<unknown>();
  const [reason, setReason] = useState('');
  const { busy, words, problems, setProblems, go } = useSending(
    KEY,
    (requestKey) =>
      callAction(ledgerApi.endExemption, { requestKey, id: row.id, reason: reason.trim(), ...(how === 'end' && { on: String(on) }) }),
    onClose,
  );
  // Without a day it would be made void from its beginning.
  const send = () => (how === 'end' && !on ? setProblems({ on: '请填写终止日期' }) : void go());
  return (
    <Modal
      open
      title={`终止互免免缴：${row.personNo} ${row.name}`}
      okText={how === 'end' ? '提前终止' : '作废'}
      cancelText="取消"
      okButtonProps={{ loading: busy, danger: how === 'void' }}
      onOk={send}
      onCancel={onClose}
    >
      {words && <Alert type="error" showIcon role="alert" title={words} />}
      <p>
        免缴期间 {day(row.from)} 至 {day(row.to)}。终止后不再免缴的月份在下一次核定时补缴。
      </p>
      <Radio.Group
        aria-label="处理方式"
        value={how}
        onChange={({ target }) => setHow(target.value as 'end' | 'void')}
        options={[
          { value: 'end', label: '提前终止' },
          { value: 'void', label: '登记有误，自始作废' },
        ]}
      />
      {how === 'end' && (
        <div className={css.field}>
          <label htmlFor="exempt-on">终止日期</label>
          <Control
            field={ON}
            id="exempt-on"
            value={on}
            onChange={setOn}
            invalid={Boolean(problems.on)}
            describedBy={problems.on ? 'exempt-on-problem' : undefined}
            disabled={busy}
          />
          {problems.on && (
            <div id="exempt-on-problem" className={css.error}>
              {problems.on}
            </div>
          )}
        </div>
      )}
      <div className={css.field}>
        <label htmlFor="exempt-reason">原因</label>
        <Input.TextArea
          id="exempt-reason"
          aria-required
          maxLength={200}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        {problems.reason && <div className={css.error}>{problems.reason}</div>}
      </div>
    </Modal>
  );
}
