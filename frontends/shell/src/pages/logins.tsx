import { Button, Empty, callAction, moment, useDialogs, useQueryClient, wordsFor } from '@wangting/kit-core';
import { QueryPage, Tag, type QueryColumn } from '@wangting/kit-data';
import { useCallback, useState } from 'react';
import { portal } from '../portal-api.ts';
import { RESULTS, WAYS } from '../words.ts';
import css from './centre.module.css';

type Answer = Awaited<ReturnType<typeof ask>>;
type Row = Answer['rows'][number];
const ask = (filter: object) => callAction(portal.logins, filter as never);

const COLUMNS: readonly QueryColumn<Row>[] = [
  { name: 'at', label: '时间', as: 'moment', width: 150 },
  { name: 'way', label: '登录方式', as: 'text', width: 120, render: ({ way }) => WAYS[way] },
  {
    name: 'result',
    label: '结果',
    as: 'text',
    width: 140,
    render: ({ result, current }) => (
      <>
        <Tag color={result === 'ok' ? 'success' : 'error'}>{RESULTS[result]}</Tag>
        {current && '本次登录'}
      </>
    ),
  },
  { name: 'address', label: '网络地址', as: 'text', width: 150 },
  { name: 'browser', label: '浏览器', as: 'text', width: 220 },
];

/** 登录记录, and the browsers that logged in lately; the others can be sent away at once. */
export function Logins() {
  const { modal, message } = useDialogs();
  const client = useQueryClient();
  const [devices, setDevices] = useState<Answer['devices']>([]);
  const onPage = useCallback((page: object) => setDevices((page as Answer).devices), []);
  const end = () =>
    modal.confirm({
      title: '退出其他登录？',
      content: '除本页外，该账号在其他设备上的登录将立即退出，未暂存的内容不会保留。',
      okText: '确定',
      cancelText: '取消',
      onOk: async () => {
        try {
          const { ended } = await callAction(portal.endOthers, {});
          void message.success(ended > 0 ? `已退出其他 ${ended} 处登录` : '没有其他登录');
          void client.invalidateQueries({ queryKey: ['work', 'logins'] });
        } catch (error) {
          void message.error(wordsFor(error));
        }
      },
    });
  return (
    <>
      <div className={css.tools}>
        <h3 id="devices-title">最近 90 天使用的设备</h3>
        <Button size="small" onClick={end}>
          退出其他登录
        </Button>
      </div>
      {devices.length === 0 ? (
        <Empty description="暂无内容" />
      ) : (
        <ul className={css.notices} aria-labelledby="devices-title">
          {devices.map((device) => (
            <li key={device.browser + device.address + device.lastAt} className={css.notice}>
              <div>
                {device.browser}
                <span className={css.quiet}>　{device.address}</span>
              </div>
              {device.current ? <Tag color="processing">本机</Tag> : device.live && <Tag color="warning">在线</Tag>}
              <time dateTime={device.lastAt}>{moment(device.lastAt)}</time>
            </li>
          ))}
        </ul>
      )}
      <h3 style={{ margin: '16px 0 8px' }}>记录</h3>
      <QueryPage<Row> name="logins" filters={[]} columns={COLUMNS} rowKey={({ id }) => id} fetch={ask} onPage={onPage} />
    </>
  );
}
