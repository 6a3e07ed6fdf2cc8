import { readFileSync } from 'node:fs';
import { cpuUsage, memoryUsage } from 'node:process';
import { closeRenderer, render, renderMany, type Job } from '../../../services/documents/src/render/renderer.ts';
import { drawSeal } from '../../../services/documents/src/render/seal.ts';
import type { Bench } from '../bench.ts';

const TEMPLATES = '../../../services/documents/src/render/templates/';
const example = readFileSync(new URL(`${TEMPLATES}rights-record.example.json`, import.meta.url), 'utf8');
/** A record with a person and sums of its own: the typesetter remembers what it has set, and a paper like the last one costs a fifth less than any real one. */
const dataOf = (n: number): Record<string, unknown> => ({
  ...(JSON.parse(
    example
      .replaceAll('4,217.00', `${4 + (n % 9)},${String(n % 997).padStart(3, '0')}.00`)
      .replaceAll('29.52', `${20 + (n % 71)}.${String(n % 89).padStart(2, '0')}`)
      .replaceAll('12.65', `${10 + (n % 23)}.${String(n % 97).padStart(2, '0')}`)
      .replaceAll('王示例', `王${String.fromCodePoint(0x4e00 + (n % 300))}例`),
  ) as Record<string, unknown>),
  documentNo: `61202411${n}`,
});
const seal = drawSeal({ agency: '西安市高陵区社会保险经办机构', line: '业务专用章' }, '测试');
const job = (n: number): Job => ({
  template: 'rights-record',
  data: dataOf(n),
  qr: `https://hall.example/verify?c=${n}`,
  assets: { seal },
});
const mb = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;

/** 个人权益记录单 with QR and seal: one after another, then a batch in the thread of its own while somebody else waits for his paper. */
const bench: Bench = {
  name: 'documents',
  async run({ quick, measure }) {
    try {
      await render(job(0));
      const alone = await measure('typeset one record', async (n) => void (await render(job(n))));
      const count = quick ? 40 : 10_000;
      await renderMany([job(1)], () => undefined);
      let done = 0;
      let most = 0;
      const before = cpuUsage();
      const began = performance.now();
      const batch = renderMany(
        (function* () {
          for (let n = 0; n < count; n++) yield job(n);
        })(),
        () => {
          done += 1;
          if (done % 10 === 0) most = Math.max(most, memoryUsage.rss());
        },
      ).then(() => ({ seconds: (performance.now() - began) / 1_000, cpu: cpuUsage(before) }));
      await measure('typeset one record beside a batch', async (n) => void (await render(job(n))), { against: alone });
      const { seconds, cpu } = await batch;
      // The CPU includes what the line above took beside it.
      console.log(
        `${count} records in ${seconds.toFixed(1)} s: ${(count / seconds).toFixed(0)} a second, ${((cpu.user + cpu.system) / 1_000 / count).toFixed(1)} ms of CPU each, at most ${mb(most)}`,
      );
    } finally {
      await closeRenderer();
    }
  },
};
export default bench;
