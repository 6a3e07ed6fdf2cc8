import type * as signing from '@wangting/contracts/documents/document-signing';
import { list, type DeliveryRow } from '@wangting/contracts/documents/document-signing';
import { Alert, Button, Modal, callAction, endpoint, intention, moment, useDialogs, useQueryClient, wordsFor } from '@wangting/kit-core';
import { PrintPreview, QueryPage, Tag, type ItemPageProps, type Paper, type QueryColumn } from '@wangting/kit-data';
import { useRef, useState } from 'react';
import { PrintPage } from '../print-page.tsx';
import css from './document-signing.module.css';

const ask = endpoint<typeof signing.queryList>('POST /items/document-signing/query/list', 20_000);
const sign = endpoint<typeof signing.sign>('POST /items/document-signing/deliveries/:deliveryId/sign', 25_000);
const download = endpoint<typeof signing.download>('GET /items/document-signing/deliveries/:deliveryId/paper');

const STATES: Record<DeliveryRow['state'], { words: string; color: string }> = {
  '1': { words: '待签收', color: 'orange' },
  '2': { words: '已签收', color: 'green' },
  '3': { words: '已送达', color: 'blue' },
};
/** What became of the document itself, where it does not count any more. */
const GONE: Record<DeliveryRow['validity'], string> = { valid: '有效', expired: '已失效', revoked: '已作废', replaced: '已被替换' };
const isVoid = ({ validity }: DeliveryRow): boolean => validity === 'revoked' || validity === 'replaced';
/** Which day counts in law, in words. */
const served = (row: DeliveryRow): string => {
  const { state, servedOn, deemedOn } = row;
  if (state === '1' && isVoid(row)) return '无需签收';
  return state === '1' ? (deemedOn ? `未签收的，${deemedOn} 视为送达` : '') : servedOn ? `法定送达日 ${servedOn}` : '';
};
const COLUMNS: readonly QueryColumn<DeliveryRow>[] = [
  ...list.columns,
  {
    name: 'state',
    label: '签收状态',
    as: 'text',
    width: 170,
    render: (row) => (
      <>
        {row.validity === 'valid' ? null : <Tag>{GONE[row.validity]}</Tag>}
        {row.state === '1' && isVoid(row) ? null : <Tag color={STATES[row.state].color}>{STATES[row.state].words}</Tag>}
        <span className={css.day}>{served(row)}</span>
      </>
    ),
  },
];

/** 29 文书签收: what was sent to the unit. 签收 turns into 下载 once somebody has signed. */
export default function DocumentSigning(props: ItemPageProps) {
  return <PrintPage {...props}>{() => <Deliveries confirm={props.item.messages.confirm ?? ''} />}</PrintPage>;
}

function Deliveries({ confirm }: { confirm: string }) {
  const { modal, message } = useDialogs();
  const client = useQueryClient();
  const once = useRef(new Map<string, ReturnType<typeof intention>>()).current;
  const [busy, setBusy] = useState('');
  const [paper, setPaper] = useState<Paper>();
  const [signed, setSigned] = useState<{ next: string; delivery: DeliveryRow }>();
  const again = () => client.invalidateQueries({ queryKey: ['work', 'document-signing'] });

  const open = async ({ id }: DeliveryRow, which: 'document' | 'proof') => {
    setBusy(id + which);
    try {
      setPaper(await callAction(download, { deliveryId: id, which }));
    } catch (error) {
      void message.error(wordsFor(error));
    } finally {
      setBusy('');
    }
  };
  const signFor = (row: DeliveryRow) =>
    modal.confirm({
      title: '文书签收',
      content: (
        <>
          <p>{confirm}</p>
          <p>
            《{row.title}》　{row.no}
          </p>
        </>
      ),
      okText: '确定',
      cancelText: '取消',
      onOk: async () => {
        const wish = once.get(row.id) ?? intention();
        once.set(row.id, wish);
        try {
          setSigned(await wish.run((requestKey) => callAction(sign, { requestKey, deliveryId: row.id })));
        } catch (error) {
          void message.error(wordsFor(error));
        }
        await again();
      },
    });
  return (
    <>
      <QueryPage<DeliveryRow>
        name="document-signing"
        filters={list.filters}
        columns={COLUMNS}
        fetch={({ page, size, ...filter }) => callAction(ask, { filter: filter as never, page, size }) as never}
        rowKey={({ id }) => id}
        actions={(row) =>
          row.state === '1' && isVoid(row) ? (
            GONE[row.validity]
          ) : row.state === '1' ? (
            <Button size="small" type="primary" aria-label={`签收 ${row.title} ${row.no}`} onClick={() => void signFor(row)}>
              签收
            </Button>
          ) : (
            <>
              <Button
                size="small"
                loading={busy === `${row.id}document`}
                aria-label={`下载 ${row.title} ${row.no}`}
                onClick={() => void open(row, 'document')}
              >
                下载
              </Button>
              {row.proof && (
                <Button
                  size="small"
                  loading={busy === `${row.id}proof`}
                  aria-label={`送达回证 ${row.no}`}
                  onClick={() => void open(row, 'proof')}
                >
                  送达回证
                </Button>
              )}
            </>
          )
        }
      />
      {signed && (
        <Modal
          open
          title="签收成功"
          onCancel={() => setSigned(undefined)}
          footer={
            <>
              <Button onClick={() => setSigned(undefined)}>关闭</Button>
              <Button
                type="primary"
                onClick={() => {
                  setSigned(undefined);
                  void open(signed.delivery, 'document');
                }}
              >
                下载文书
              </Button>
            </>
          }
        >
          <Alert type="success" showIcon title={signed.next} />
          <dl className={css.facts}>
            <dt>文书</dt>
            <dd>
              《{signed.delivery.title}》{signed.delivery.no}
            </dd>
            <dt>签收人</dt>
            <dd>{signed.delivery.signer}</dd>
            <dt>签收时间</dt>
            <dd>{moment(signed.delivery.signedAt)}</dd>
            {signed.delivery.rights.map(({ label, until }) => (
              <div key={label} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>至 {until}</dd>
              </div>
            ))}
          </dl>
        </Modal>
      )}
      {paper && <PrintPreview key={paper.url} paper={paper} onClose={() => setPaper(undefined)} />}
    </>
  );
}
