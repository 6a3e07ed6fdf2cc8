import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { Scanner } from './malware.ts';
import { HEAD_BYTES } from './type.ts';

export interface Findings {
  size: number;
  sha256: string;
  sm3: string;
  head: Buffer;
  infected: boolean;
}

/** Lets bytes through and remembers what they were: counted, hashed twice, scanned, the beginning kept. */
export function inspector(scanner: Scanner): { stream: Transform; findings(): Promise<Findings> } {
  const sha256 = createHash('sha256');
  const sm3 = createHash('sm3');
  const scan = scanner();
  const head: Buffer[] = [];
  let kept = 0;
  let size = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      sha256.update(chunk);
      sm3.update(chunk);
      scan.write(chunk);
      if (kept < HEAD_BYTES) {
        head.push(chunk.subarray(0, HEAD_BYTES - kept));
        kept += Math.min(chunk.length, HEAD_BYTES - kept);
      }
      done(null, chunk);
    },
  });
  return {
    stream,
    findings: async () => ({
      size,
      sha256: sha256.digest('hex'),
      sm3: sm3.digest('hex'),
      head: Buffer.concat(head),
      infected: await scan.infected(),
    }),
  };
}
