import { execFileSync } from 'node:child_process';

/** Words outside the margins (at least 20 mm at the sides; punctuation may hang): what runs out of its cell and off the paper. */
export function outsideMargins(file: string): string[] {
  const lines = execFileSync('pdftotext', ['-bbox', file, '-'], { maxBuffer: 64e6 }).toString();
  const [width, height] = (/<page width="([\d.]+)" height="([\d.]+)"/.exec(lines) ?? []).slice(1).map(Number) as [number, number];
  return [...lines.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<\/word>/g)]
    .filter(([, x0, y0, x1, y1]) => Number(x0) < 50 || Number(x1) > width - 49 || Number(y0) < 25 || Number(y1) > height - 12)
    .map(([, , , , , word]) => word as string);
}
