import type * as contract from '@wangting/contracts/units/pushed-review';
import { DIFFERING_COLUMNS, DIFFERING_FILTERS, type DifferingRegistration } from '@wangting/contracts/units/pushed-review';
import { Alert, Button, Input, Modal, callAction, endpoint, intention, isRefusal, moment, useDialogs, wordsFor } from '@wangting/kit-core';
import { useRef, useState } from 'react';
import { DecisionList } from './decision-list.tsx';
import { Sheet, Words } from './sheet.tsx';

const differing = endpoint<typeof contract.differingRegistrations>('GET /agency/registrations');
const settle = endpoint<typeof contract.settleRegistration>('PUT /agency/registrations/:id');

/** 登记信息核对: what registers have pushed and the hall has otherwise, until somebody has looked into it. */
export default function Registrations() {
  return (
    <DecisionList<DifferingRegistration>
      title="登记信息核对"
      about="登记机关推送的信息与网厅不一致、系统不能自行处理的单位。核对不改变任何登记信息：法人由本人办理，变更由单位申请。"
      name="registrations"
      filters={DIFFERING_FILTERS}
      columns={DIFFERING_COLUMNS}
      fetch={({ page, size, creditCode }) =>
        callAction(differing, { page, size, ...(creditCode ? { creditCode: String(creditCode) } : {}) })
      }
      rowKey={({ id }) => id}
      verb="核对"
      whose={({ unitName }) => unitName}
      dialog={(push, close) => <Settle key={push.id} push={push} {...close} />}
    />
  );
}

function Settle({ push, onClose, onDone }: { push: DifferingRegistration; onClose: () => void; onDone: () => void }) {
  const { message } = useDialogs();
  const settling = useRef(intention()).current;
  const [opinion, setOpinion] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  const send = async () => {
    const said = opinion.trim();
    if (busy) return;
    if (!said) return setRefused('请填写核对情况');
    setBusy(true);
    try {
      void message.success((await settling.run((requestKey) => callAction(settle, { requestKey, id: push.id, opinion: said }))).message);
      onDone();
    } catch (error) {
      if (!isRefusal(error, 'RULE_REFUSED')) return setRefused(wordsFor(error));
      void message.warning(wordsFor(error));
      onDone();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      title={`核对：${push.unitName}`}
      width={760}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>关闭</Button>
          <Button type="primary" loading={busy} onClick={() => void send()}>
            核对完毕
          </Button>
        </>
      }
    >
      <p style={{ marginBottom: 8 }}>
        {push.what}。{push.source}于 {moment(push.issuedAt)} 推送，统一社会信用代码 {push.creditCode}。
      </p>
      {push.lines.length ? (
        <Sheet label="不一致的信息" heads={['项目', '网厅', push.source]}>
          {push.lines.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <Words>{before || '—'}</Words>
              <Words>{after || '—'}</Words>
            </tr>
          ))}
        </Sheet>
      ) : (
        <Alert type="success" showIcon title="现已一致：单位已按登记机关的信息变更。" />
      )}
      <label htmlFor="registration-opinion" style={{ display: 'block', marginTop: 12 }}>
        核对情况（必填，如与登记机关或法人核实的结果）
      </label>
      <Input.TextArea
        id="registration-opinion"
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
