import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';

/** What a clerk holds in his hand, as files: real ones, since the hall looks at the content. */
export interface Paper {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

async function drawn<T>(words: string, take: (page: Page) => Promise<T>): Promise<T> {
  const page = await (await openBrowser()).newPage({ viewport: { width: 480, height: 320 } });
  try {
    await page.setContent(`<h1>${words}</h1><p>示例，仅用于测试</p>`);
    return await take(page);
  } finally {
    await page.close();
  }
}
/** A printed page. */
export const paper = async (words: string): Promise<Paper> => ({
  name: `${words}.pdf`,
  mimeType: 'application/pdf',
  buffer: await drawn(words, (page) => page.pdf({ format: 'A4' })),
});
/** A photograph taken with a phone. */
export const photo = async (words: string): Promise<Paper> => ({
  name: `${words}.jpg`,
  mimeType: 'image/jpeg',
  buffer: await drawn(words, (page) => page.screenshot({ type: 'jpeg', quality: 60 })),
});
/** A text with the name of a picture. */
export const notAPicture = (words: string): Paper => ({
  name: `${words}.png`,
  mimeType: 'image/png',
  buffer: Buffer.from('not a picture at all'),
});
/** What 下载 saved, to be handed in again. */
export const downloaded = async (download: Download): Promise<Paper> => ({
  name: download.suggestedFilename(),
  mimeType: 'application/pdf',
  buffer: readFileSync(await download.path()),
});

/** Puts a paper into its slot and waits until the hall has it. */
export async function attach(page: Page, slot: string, file: Paper): Promise<void> {
  await page.getByLabel(`选择文件：${slot}`, { exact: true }).setInputFiles(file);
  await page.getByRole('button', { name: `预览 ${file.name}` }).waitFor();
}
