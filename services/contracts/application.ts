import type { StaffRole } from './caller.ts';

/** 办件状态 (items.md §1.4). The code is what the manual's grids and exports show. */
export const STATUSES = {
  draft: { code: 0, label: '暂存' },
  submitted: { code: 1, label: '待受理' },
  accepted: { code: 2, label: '已受理' },
  correcting: { code: 3, label: '补正中' },
  first: { code: 4, label: '待初审' },
  second: { code: 5, label: '待复核' },
  third: { code: 6, label: '待审批' },
  approved: { code: 7, label: '审核通过' },
  rejected: { code: 8, label: '审核不通过' },
  refused: { code: 9, label: '不予受理' },
  withdrawn: { code: 10, label: '已撤回' },
  void: { code: 11, label: '已作废' },
} as const;
export type Status = keyof typeof STATUSES;
export const OPEN_STATUSES: readonly Status[] = ['submitted', 'accepted', 'correcting', 'first', 'second', 'third'];
export const isOpen = (status: Status): boolean => OPEN_STATUSES.includes(status);
/** 审核状态 of the manual's grids: 0 未审核, 1 审核通过, 2 审核不通过. */
export const reviewCode = (status: Status): '0' | '1' | '2' =>
  status === 'approved' ? '1' : status === 'rejected' || status === 'refused' ? '2' : '0';

/** What can be done to an application, with the word on the button. */
export const STEP_ACTIONS = {
  submit: '提交',
  resubmit: '补正提交',
  withdraw: '撤回',
  accept: '受理',
  refuse: '不予受理',
  correct: '补正',
  take: '领取',
  pass: '通过',
  sendBack: '退回初审',
  reject: '不通过',
  undo: '撤销',
  fail: '执行失败，退回',
} as const;
export type StepAction = keyof typeof STEP_ACTIONS;

/** How many people review after 受理: 0 = decided by rules at 提交 (即办). */
export type Levels = 0 | 1 | 2 | 3;
const REVIEW: readonly Status[] = ['first', 'second', 'third'];

/**
 * Where a step leads, or undefined when it cannot be taken from here. One pure function, shared by page, gateway and service.
 * `from` undefined means the application has no step yet (new, or a draft).
 */
export function after(from: Status | undefined, action: StepAction, levels: Levels): Status | undefined {
  switch (action) {
    case 'submit':
      return from === undefined ? (levels === 0 ? 'approved' : 'submitted') : undefined;
    case 'resubmit':
      return from === 'correcting' ? 'submitted' : undefined;
    case 'withdraw':
      return from === 'submitted' ? 'withdrawn' : undefined;
    case 'accept':
      return from === 'submitted' ? 'accepted' : undefined;
    case 'refuse':
      return from === 'submitted' ? 'refused' : undefined;
    case 'correct':
      return from === 'submitted' || from === 'first' ? 'correcting' : undefined;
    case 'take':
      return from === 'accepted' ? 'first' : undefined;
    case 'pass': {
      const level = REVIEW.indexOf(from as Status);
      if (level < 0) return undefined;
      return level + 1 >= levels ? 'approved' : REVIEW[level + 1];
    }
    case 'sendBack':
      return from === 'second' || from === 'third' ? 'accepted' : undefined;
    case 'reject':
      return REVIEW.includes(from as Status) ? 'rejected' : undefined;
    // What rules alone decided the applicant takes back himself, as far as the item's own rules let him (`Standing.mayUndo`).
    case 'undo':
      return from === 'approved' && levels === 0 ? 'void' : undefined;
    // What was decided could not be carried out (decisions.md 4, 9): the case goes back to the stage that decided, what rules alone decided to
    // 受理, and a 撤销 that took nothing back is none. Only the owning service takes this step.
    case 'fail':
      if (from === 'void') return 'approved';
      return from === 'approved' ? (REVIEW[levels - 1] ?? 'submitted') : undefined;
  }
}

/** The agency role whose stage a state is; undefined when no staff acts. */
export const roleFor = (status: Status): StaffRole | undefined =>
  (({ submitted: 'intake', accepted: 'first', first: 'first', second: 'second', third: 'third' }) as Partial<Record<Status, StaffRole>>)[
    status
  ];

const APPLICANT: readonly StepAction[] = ['resubmit', 'withdraw', 'undo'];
const STAFF: readonly StepAction[] = ['accept', 'refuse', 'correct', 'take', 'pass', 'sendBack', 'reject'];

/** What somebody sees of an application when asking what he may do. */
export interface Seat {
  side: 'applicant' | 'staff' | 'other';
  id: string;
  roles?: readonly StaffRole[];
}
export interface Standing {
  status: Status;
  levels: Levels;
  /** Who took the case for 初审. */
  assignee?: string | null;
  /** Staff who acted, by the stage (role) in which they did. The newest of a stage counts. */
  actors?: Partial<Record<StaffRole, string>>;
  /** 撤销 is offered: the item knows how, and it is still the day of the decision. */
  mayUndo?: boolean;
}

/** Why a staff member may not act although the state offers it: another stage of the case was his, or somebody else took it. */
export function blockedBy(seat: Seat, now: Standing): 'SAME_REVIEWER' | 'NOT_ALLOWED' | undefined {
  const role = roleFor(now.status);
  if (seat.side !== 'staff' || !role || !seat.roles?.includes(role)) return 'NOT_ALLOWED';
  const others = Object.entries(now.actors ?? {}).some(([stage, id]) => stage !== role && id === seat.id);
  if (others) return 'SAME_REVIEWER';
  if (now.status === 'first' && now.assignee && now.assignee !== seat.id) return 'NOT_ALLOWED';
  return undefined;
}

/** The buttons somebody has. Page and service ask the same question, so a button that is shown works. */
export function availableActions(seat: Seat, now: Standing): StepAction[] {
  const possible = (actions: readonly StepAction[]) => actions.filter((action) => after(now.status, action, now.levels));
  if (seat.side === 'applicant') return possible(APPLICANT).filter((action) => action !== 'undo' || now.mayUndo);
  if (seat.side === 'staff') return blockedBy(seat, now) ? [] : possible(STAFF);
  return [];
}
