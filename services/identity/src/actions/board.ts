import {
  BOARD_MESSAGES,
  board,
  confirmBoard,
  guide,
  HOTLINE,
  saveAnnouncement,
  saveBanner,
  saveGuide,
  saveWindow,
  versions,
  type Announcement,
  type Banner,
  type Guide,
} from '@wangting/contracts/identity/board';
import { CATALOGUE, headOf } from '@wangting/contracts/catalogue';
import type { z } from 'zod';
import { nowIso } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { loadItems } from '@wangting/kit/items';
import { confirm, inForce, judgedAlone, newestOf, proposals, windowsNow, write } from '../board.ts';
import { BoardModel, type BoardRow } from '../models/mine.ts';
import { namesFor } from './names.ts';

type Said<T extends z.ZodType> = z.infer<T>;
const known = (itemId: string): void => {
  if (!CATALOGUE.some(({ id }) => id === itemId)) throw new HallError('NOT_FOUND');
};
const inOrder = ({ from, to }: { from: string; to: string | null }): void => {
  if (to !== null && to <= from) throw refuse(BOARD_MESSAGES.order, 'to');
};
const showing = ({ from, to }: { from: string; to: string | null }, now: string): boolean => from <= now && (to === null || now < to);

const showAction = implement(board, async () => {
  const now = nowIso();
  const [announcements, banners, windows] = await Promise.all([
    inForce<Said<typeof Announcement>>('announcement'),
    inForce<Said<typeof Banner>>('banner'),
    windowsNow(),
  ]);
  const shown = announcements.flatMap(({ id, version, value }) => (value && showing(value, now) ? [{ ...value, id, version }] : []));
  const banner = banners[0]?.value ?? null;
  return {
    // Pinned ones first, then the newest.
    announcements: shown.sort((a, b) => Number(b.pinned) - Number(a.pinned) || (a.from < b.from ? 1 : -1)).slice(0, 50),
    banner: banner && showing(banner, now) ? banner : null,
    windows,
    hotline: HOTLINE,
  };
});
/** Before anybody has edited it, a guide says what the item's own contract says. */
async function ownWords(itemId: string): Promise<Said<typeof Guide>> {
  const head = headOf(itemId);
  const item = (await loadItems()).get(itemId);
  const days = (term: { days: number; of: 'calendar' | 'working' } | undefined, word: string) =>
    term ? [`${word}：${term.days} 个${term.of === 'working' ? '工作日' : '自然日'}`] : [];
  const sections = [
    { title: '事项说明', lines: [head.help] },
    { title: '办理须知', lines: [...(item?.notice ?? [])] },
    { title: '办理时限', lines: [...days(item?.flow.legal, '法定期限'), ...days(item?.flow.promise, '承诺时限')] },
    {
      title: '申请材料',
      lines: (item?.materials ?? []).map(({ name, min, note }) => `${name}${min > 0 ? '（必须）' : '（如有）'}${note ? `：${note}` : ''}`),
    },
  ];
  return { sections: sections.filter(({ lines }) => lines.length > 0), questions: [] };
}
const guideAction = implement(guide, async ({ input: { itemId } }) => {
  known(itemId);
  const edited = await newestOf<Said<typeof Guide>>('guide', itemId);
  return {
    itemId,
    itemName: headOf(itemId).name,
    guide: edited?.value ?? (await ownWords(itemId)),
    version: edited?.version ?? 0,
    updatedAt: edited?.at ?? null,
    hotline: HOTLINE,
  };
});

const announceAction = implement(saveAnnouncement, ({ input: { id, announcement, ...keys }, caller, ctx }) => {
  if (announcement) inOrder(announcement);
  return write(ctx.broker, caller, { ...keys, kind: 'announcement', id, value: announcement });
});
const bannerAction = implement(saveBanner, ({ input: { banner, ...keys }, caller, ctx }) => {
  if (banner) inOrder(banner);
  return write(ctx.broker, caller, { ...keys, kind: 'banner', id: 'hall', value: banner });
});
const windowAction = implement(saveWindow, ({ input: { itemId, window, ...keys }, caller, ctx }) => {
  known(itemId);
  if (window) {
    const { fromDay, toDay, fromDate, toDate, fromHour, toHour } = window;
    const wrong =
      (fromDay !== null && toDay !== null && fromDay > toDay) ||
      (fromDate !== null && toDate !== null && fromDate > toDate) ||
      (fromHour !== null && toHour !== null && fromHour >= toHour);
    if (wrong) throw refuse(BOARD_MESSAGES.order, 'window');
  }
  return write(ctx.broker, caller, { ...keys, kind: 'window', id: itemId, value: window });
});
const saveGuideAction = implement(saveGuide, ({ input: { itemId, guide: value, ...keys }, caller, ctx }) => {
  known(itemId);
  return write(ctx.broker, caller, { ...keys, kind: 'guide', id: itemId, value });
});
const confirmAction = implement(confirmBoard, ({ input: { kind, id, version }, caller, ctx }) =>
  confirm(ctx.broker, caller, kind, id, version),
);
/** A page of all versions, or of those that wait for a second person. By {at}, {kind, at} or {kind, id, version}. */
async function pageOfVersions({
  waiting,
  page,
  size,
  ...of
}: {
  kind?: string;
  id?: string;
  waiting: boolean;
  page: number;
  size: number;
}) {
  if (waiting) {
    const all = await proposals(of);
    return { total: all.length, shown: all.slice((page - 1) * size, page * size) };
  }
  const [rows, total] = await Promise.all([
    BoardModel.find(of)
      .sort({ at: -1 })
      .skip((page - 1) * size)
      .limit(size)
      .lean<BoardRow[]>(),
    BoardModel.countDocuments(of),
  ]);
  return { total, shown: await judgedAlone(rows) };
}
const versionsAction = implement(versions, async ({ input: { kind, id, waiting, page, size } }) => {
  const of = { ...(kind ? { kind } : {}), ...(id ? { id } : {}) };
  const { total, shown } = await pageOfVersions({ ...of, waiting: waiting === '1', page, size });
  const names = await namesFor(shown.flatMap(({ by, confirmedBy }) => [by, confirmedBy ?? by]));
  const nameOf = (who: string) => names[who] ?? who.replace(/^staff-/, '');
  return {
    page,
    size,
    total,
    rows: shown.map((row) => ({ ...row, byName: nameOf(row.by), confirmedByName: row.confirmedBy && nameOf(row.confirmedBy) })),
  };
});
export const boardActions = [
  showAction,
  guideAction,
  announceAction,
  bannerAction,
  windowAction,
  saveGuideAction,
  confirmAction,
  versionsAction,
] as unknown as Implemented[];
