import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { forgetConfig } from '@wangting/kit/config';
import { addressOf, forgetObjects } from '@wangting/kit/objects';
import { testEnvironment } from '@wangting/kit/testing';

const again = () => {
  forgetConfig();
  forgetObjects();
};
beforeEach(() => {
  testEnvironment();
  again();
});
afterEach(() => {
  delete process.env.S3_PUBLIC_ENDPOINT;
  delete process.env.PUBLIC_URL;
  again();
});

test('a paper is read on the origin of the hall, under its own name, for five minutes', async () => {
  process.env.PUBLIC_URL = 'https://hall.example/';
  again();
  const url = new URL(await addressOf('documents/d-1/ab.pdf', '社会保险单位参保证明-61.pdf', 'application/pdf'));
  expect(url.origin + url.pathname).toBe(`https://hall.example/objects/${process.env.S3_BUCKET}/documents/d-1/ab.pdf`);
  expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
  expect(url.searchParams.get('response-content-disposition')).toContain(encodeURIComponent('单位参保证明'));
});

test('a store that browsers can reach is addressed itself', async () => {
  process.env.S3_PUBLIC_ENDPOINT = 'https://objects.example';
  again();
  expect(await addressOf('documents/d-1/ab.pdf', 'a.pdf', 'application/pdf')).toMatch(
    /^https:\/\/objects\.example\/[^/]+\/documents\/d-1\/ab\.pdf\?.*X-Amz-Signature=/,
  );
});
