import { readFileSync } from 'node:fs';
import { cpuUsage, memoryUsage } from 'node:process';
import { closeRenderer, render, renderMany, type Job } from '../../../services/documents/src/render/renderer.ts';
import { drawSeal } from '../../../services/documents/src/render/seal.ts';
import type { Bench } from '../bench.ts';

const TEMPLATES = '../../../services/documents/src/render/templates/';
const data = JSON.parse(readFileSync(new URL(`${TEMPLATES}rights-record.example.json`, import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;
const seal = drawSeal({ agency: '西安市高陵区社会保险经办机构', line: '业务专用章' }, '测试');
const job = (n: number): Job => ({
  template: 'rights-record',
  data: { ...data, documentNo: `61202411${n}` },
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
