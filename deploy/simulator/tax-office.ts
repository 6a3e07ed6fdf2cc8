import type { KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fenToYuan, yuanToFen } from '../../services/contracts/standards/money.ts';
import { periodLabel } from '../../services/contracts/standards/period.ts';
import { isoOf, realNow } from '../../services/kit/src/clock.ts';
import { signed } from '../exchange-kit/sign.ts';
import { TAX_OFFICE } from './key.ts';
import { pageOf } from './page.ts';

/** One unit, insurance and kind of a month, as the hall tells it. Fen. */
export interface Billed {
  unitName: string;
  creditCode: string;
  insurance: string;
  kind: string;
  insuranceName: string;
  kindName: string;
  billed: number;
  open: number;
}
/** A file that went out, and what the hall said. */
export interface Sent {
  at: string;
  recordNo: string;
  what: string;
  answer: string;
  ok: boolean;
}
interface Answer {
  message?: string;
  data?: { issues?: { message: string }[] };
  results?: { message: string; lateFee: number; left: number }[];
}
interface Told {
  today: string;
  period: string;
  periods: string[];
  rows: Billed[];
}
const DOOR = '/api/exchange/payments';
const KEPT = 50;
const SHANGHAI_MS = 8 * 3_600_000;
const REFUSED = '扣款账户余额不足';

/** A tax office on the loopback address: it reads what was billed and pushes signed payment files. Resolves when it listens. */
export async function startTaxOffice({ hall, key, port = 0 }: { hall: string; key: KeyObject; port?: number }) {
  const sent: Sent[] = [];
  let count = 0;

  const told = async (period: string): Promise<Told> => {
    const answer = await fetch(new URL(`/api/simulator/tax?${new URLSearchParams(period ? { period } : {}).toString()}`, hall));
    if (!answer.ok) throw new Error(`大厅没有给出应缴信息（${answer.status}）`);
    return (await answer.json()) as Told;
  };
  /** One record in a file of its own. The key and the door are those of any department. */
  async function send(fields: URLSearchParams): Promise<void> {
    const field = (name: string) => fields.get(name) ?? '';
    const { rows, today } = await told(field('period'));
    const row = rows.find((one) => ['creditCode', 'insurance', 'kind'].every((name) => one[name as 'kind'] === field(name)));
    if (!row) throw new Error('没有这笔应缴，请刷新后再试');
    const how = field('how');
    const typed = yuanToFen(field('yuan'));
    const amount = how === 'refused' ? 0 : how === 'part' ? (typed ?? Number.NaN) * Math.sign(row.open) : row.open;
    if (!Number.isSafeInteger(amount) || (how !== 'refused' && amount === 0)) throw new Error('部分缴纳的金额不正确');
    const at = isoOf(realNow() + SHANGHAI_MS);
    const recordNo = `SW${at.replace(/\D/g, '').slice(0, 14)}-${(count += 1)}`;
    const { creditCode, insurance, kind } = row;
    const record = { recordNo, creditCode, period: field('period'), insurance, kind, amount, paidOn: today };
    const records = [how === 'refused' ? { ...record, refused: REFUSED } : record];
    const body = Buffer.from(JSON.stringify({ count: records.length, total: amount, records }));
    const reply = await fetch(new URL(DOOR, hall), {
      method: 'POST',
      headers: signed({ path: DOOR, body, keyId: TAX_OFFICE, key }),
      body: new Uint8Array(body),
    });
    const { message = '', data, results } = (await reply.json()) as Answer;
    const late = results?.[0]?.lateFee ? `，滞纳金 ${fenToYuan(results[0].lateFee)} 元` : '';
    const words = results
      ? `${results[0]?.message ?? ''}${late}`
      : [message, ...(data?.issues ?? []).map((issue) => issue.message)].join('；');
    const what = `${row.unitName} ${periodLabel(field('period'))} ${row.insuranceName} ${row.kindName} ${how === 'refused' ? '拒绝' : `${fenToYuan(amount)} 元`}`;
    sent.unshift({ at: at.slice(0, 19).replace('T', ' '), recordNo, what, answer: words, ok: reply.ok });
    sent.length = Math.min(sent.length, KEPT);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const say = (status: number, text: string) =>
      response
        .writeHead(status, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'",
          'cache-control': 'no-store',
        })
        .end(text);
    if (request.method === 'POST' && url.pathname === '/send') {
      // Another page of the same browser may not press our buttons.
      if (request.headers.origin !== `http://${request.headers.host}`) return void say(403, '来源不正确');
      const fields = new URLSearchParams(await textOf(request));
      const back = new URLSearchParams({ period: fields.get('period') ?? '' });
      await send(fields).catch((error: unknown) => back.set('fault', (error as Error).message));
      response.writeHead(303, { location: `/?${back.toString()}` }).end();
      return;
    }
    if (request.method !== 'GET' || url.pathname !== '/') return void say(404, '没有这个页面');
    const fault = url.searchParams.get('fault') ?? '';
    const now = await told(url.searchParams.get('period') ?? '').catch((error: unknown) => ({ error: error as Error }));
    if ('error' in now) say(502, pageOf({ hall, period: '', periods: [], rows: [], sent, fault: now.error.message }));
    else say(200, pageOf({ hall, ...now, sent, fault }));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const MAX_BYTES = 10_000;
async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES) throw new Error('too much');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
