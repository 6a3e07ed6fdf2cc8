import type { FieldLayout } from '@wangting/contracts/item';
import { Alert, Button, Input, Modal, callAction, day } from '@wangting/kit-core';
import { Control, Tag, Word } from '@wangting/kit-data';
import { useState } from 'react';
import { Words } from '../sheet.tsx';
import { ledgerApi } from './api.ts';
import css from './ledger.module.css';
import { UnitRecords } from './unit-records.tsx';
import { useSending } from './use-sending.ts';

const KEY = ['dues', 'over-age'];
const list = (unitNo: string) => callAction(ledgerApi.unitFindings, { unitNo });
type Row = Awaited<ReturnType<typeof list>>['rows'][number];
const HEADS = ['个人编号', '姓名', '认定类型', '认定日期', '起始日期', '终止日期', '有效标记', '认定依据', '撤销原因', '操作'];

/** 延长缴费认定: what a unit's people past the retirement age were found, one more, and the end of one that was wrong. */
export default function OverAge() {
  const [making, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<Row>();
  return (
    <UnitRecords
      title="延长缴费认定"
      queryKey={KEY}
      list={list}
      heads={HEADS}
      action={
        <Button type="primary" onClick={() => setMaking(true)}>
          新增认定
        </Button>
      }
      row={(row) => (
        <>
          <td>{row.personNo || '—'}</td>
          <td>{row.name || '—'}</td>
          <Words>
            <Word dictionary="over-age-kind" value={row.kind} />
          </Words>
          <td>{day(row.on)}</td>
          <td>{day(row.from)}</td>
          <td>{row.to ? day(row.to) : '未定'}</td>
          <td>{row.valid ? <Tag color="success">有效</Tag> : <Tag>无效</Tag>}</td>
          <Words>{row.note || '—'}</Words>
          <Words>{row.reason || '—'}</Words>
          <td>
            {row.revocable ? (
              <Button size="small" aria-label={`撤销 ${row.personNo}`} onClick={() => setRevoked(row)}>
                撤销
              </Button>
            ) : (
              '—'
            )}
          </td>
        </>
      )}
    >
      {(unit) => (
        <>
          {making && <Make {...unit} onClose={() => setMaking(false)} />}
          {revoked && <Revoke key={revoked.id} row={revoked} onClose={() => setRevoked(undefined)} />}
        </>
      )}
    </UnitRecords>
  );
}

const FIELDS: readonly FieldLayout[] = [
  { name: 'personNo', label: '个人编号', as: 'text', required: true },
  { name: 'kind', label: '认定类型', as: 'select', dictionary: 'over-age-kind', required: true },
  { name: 'from', label: '起始日期', as: 'day', required: true },
  { name: 'to', label: '终止日期（可不填）', as: 'day' },
  { name: 'note', label: '认定依据', as: 'text', required: true },
];

function Make({ unitNo, unitName, onClose }: { unitNo: string; unitName: string; onClose: () => void }) {
  const [values, setValues] = useState<Record<string, unknown>>({});
  const said = (name: string) => String(values[name] ?? '').trim();
  const { busy, words, problems, go } = useSending(
    KEY,
    (requestKey) =>
      callAction(ledgerApi.findOverAge, {
        ...{ requestKey, unitNo, personNo: said('personNo'), kind: said('kind'), from: said('from'), note: said('note') },
        ...(values.to ? { to: said('to') } : {}),
      }),
    onClose,
  );
  return (
    <Modal
      open
      title={`新增延长缴费认定：${unitName}`}
      okText="认定"
      cancelText="取消"
      okButtonProps={{ loading: busy }}
      onOk={() => void go()}
      onCancel={onClose}
    >
      {words && <Alert type="error" showIcon role="alert" title={words} />}
      <p>认定后，该人员超过法定退休年龄仍可由单位办理参保登记（仅工伤保险，须经审核）。</p>
      {FIELDS.map((field) => {
        const id = `over-age-${field.name}`;
        const problem = problems[field.name];
        return (
          <div key={field.name} className={css.field}>
            <label id={`${id}-label`} htmlFor={id}>
              {field.label}
            </label>
            <Control
              field={field}
              id={id}
              value={values[field.name]}
              onChange={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
              invalid={Boolean(problem)}
              describedBy={problem ? `${id}-problem` : undefined}
              disabled={busy}
            />
            {problem && (
              <div id={`${id}-problem`} className={css.error}>
                {problem}
              </div>
            )}
          </div>
        );
      })}
    </Modal>
  );
}

function Revoke({ row, onClose }: { row: Row; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { busy, words, problems, go } = useSending(
    KEY,
    (requestKey) => callAction(ledgerApi.revokeOverAge, { requestKey, id: row.id, reason: reason.trim() }),
    onClose,
  );
  return (
    <Modal
      open
      title={`撤销延长缴费认定：${row.personNo} ${row.name}`}
      okText="撤销认定"
      cancelText="取消"
      okButtonProps={{ loading: busy, danger: true }}
      onOk={() => void go()}
      onCancel={onClose}
    >
      {words && <Alert type="error" showIcon role="alert" title={words} />}
      <p>撤销后不能再凭该认定参保，已办理的参保登记不受影响，需要停保的由单位另行办理。</p>
      <div className={css.field}>
        <label htmlFor="over-age-reason">撤销原因</label>
        <Input.TextArea
          id="over-age-reason"
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
