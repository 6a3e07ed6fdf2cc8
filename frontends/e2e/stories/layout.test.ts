import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cityUnits } from '@wangting/seed/city';
import { DEMO_NEW_PERSON, demoId } from '@wangting/seed/demo';
import { today } from '@wangting/kit/clock';
import { hallForTests, type TestHall } from '@wangting/local/testing';
import { closeBrowser, scanAs, settled, sitDown, type Seat } from '../support/browser.ts';
import { callAs, itemPages, registerNewcomer } from '../support/calls.ts';

/** Nothing is cut and no page is wider than its screen: at 1920×1080, 200 % zoom and on a phone, with long names, rare characters and a hundred rows. */
const SIZES = {
  wide: { width: 1920, height: 1080 },
  desk: { width: 1366, height: 768 },
  zoomed: { width: 683, height: 384 },
  phone: { width: 390, height: 844 },
} as const;
const LONG = cityUnits(6)[5] as ReturnType<typeof cityUnits>[number];
const RARE = '欧阳𠮷';

let hall: TestHall;
let clerk: Seat;
let newcomer: Seat;
/** The case of the person with the rare name. */
let rare: string;
beforeAll(async () => {
  hall = await hallForTests({ seedArgs: ['--units', '6', '--people', '6'] });
  [clerk, newcomer] = [await sitDown(hall.url), await sitDown(hall.url)];
  await scanAs(clerk, LONG.legal.name);
  rare = await enrol(RARE, 300);
  for (let n = 1; n < 100; n += 11) await Promise.all(Array.from({ length: 11 }, (_, more) => enrol('王示例', 300 + n + more)));
}, 300_000);
afterAll(async () => {
  await closeBrowser();
  await hall.stop();
}, 60_000);

async function enrol(name: string, sequence: number): Promise<string> {
  const birthDate = '1992-06-15';
  const values = {
    mode: 'new',
    idType: '01',
    idNumber: demoId(birthDate, sequence),
    name,
    sex: sequence % 2 ? '1' : '2',
    birthDate,
    ethnicGroup: '01',
    nationality: 'CHN',
    workStartOn: '2015-07-01',
    householdKind: '11',
    mobile: DEMO_NEW_PERSON.mobile,
    identity: '101',
    from: today(),
    declaredBase: 700_000,
    femaleCadre: '0',
  };
  const path = '/items/person-enrolment/submit';
  return (await callAs<{ applicationId: string }>(clerk, 'POST', path, { requestKey: randomUUID(), values })).applicationId;
}

/** Texts that a box hides the end of, and pages wider than the screen. What scrolls by itself is not cut, nor what has no height (the row antd measures its columns by). */
const CUT = `(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide = scrollWidth > clientWidth ? ['the page: ' + scrollWidth + ' px'] : [];
  const own = (one) => [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
  const cut = [...document.querySelectorAll('body *')].filter((one) => {
    if (!own(one) || !one.checkVisibility() || one.clientWidth < 2 || one.clientHeight < 2) return false;
    return one.scrollWidth > one.clientWidth + 1 && /hidden|clip/.test(getComputedStyle(one).overflowX);
  });
  return [...wide, ...cut.map((one) => one.className + ': ' + own(one))];
})()`;

/** Looks at a page at each size; a name keeps the pictures. */
async function cutAt({ page, shot }: Seat, path: string, sizes: readonly (keyof typeof SIZES)[], name?: string): Promise<string[]> {
  const all: string[] = [];
  for (const size of sizes) {
    await page.setViewportSize(SIZES[size]);
    await page.goto(path);
    await settled(page);
    if (name) await shot(`layout-${name}-${size}`);
    all.push(...(await page.evaluate<string[]>(CUT)).map((words) => `${path} ${size} ${words}`));
  }
  return all;
}
const EVERY = Object.keys(SIZES) as (keyof typeof SIZES)[];

describe('nothing is cut', () => {
  test('before the login', async () => {
    const all: string[] = [];
    for (const [path, name] of [
      ['/', 'login'],
      ['/register', 'register'],
      ['/verify', 'verify'],
    ] as const)
      all.push(...(await cutAt(newcomer, path, EVERY, name)));
    await registerNewcomer(newcomer);
    expect(all).toEqual([]);
  }, 120_000);

  test('catalogue, 个人中心, and a hundred cases', async () => {
    const all: string[] = [];
    for (const [path, name] of [
      ['/business', 'catalogue'],
      ['/centre/work?size=100', 'my-work'],
      ['/centre/unit', 'my-unit'],
    ] as const)
      all.push(...(await cutAt(clerk, path, EVERY, name)));
    expect(all).toEqual([]);
  }, 120_000);

  test('人员参保登记, and the case of a person with a rare name', async () => {
    const { rows } = await callAs<{ rows: { applicationId: string }[] }>(clerk, 'GET', '/work/mine?size=100');
    expect(rows).toHaveLength(100);
    const all = await cutAt(clerk, '/persons/items/person-enrolment', EVERY, 'enrolment');
    all.push(...(await cutAt(clerk, `/persons/applications/${rare}`, EVERY, 'rare-name')));
    await clerk.page.getByText(RARE, { exact: true }).waitFor();
    expect(await clerk.page.locator('[data-field=unitName] output').innerText()).toBe(LONG.name);
    expect(all).toEqual([]);
  }, 120_000);

  test('every item, zoomed and on a phone', async () => {
    const all: string[] = [];
    for (const [seat, path] of await itemPages(clerk, newcomer)) all.push(...(await cutAt(seat, path, ['zoomed', 'phone'])));
    expect(all).toEqual([]);
  }, 600_000);
});
