import { STATUSES, STEP_ACTIONS, type Status } from '@wangting/contracts/application';
import type { ApplicationView } from '@wangting/contracts/applications';
import { Empty, moment } from '@wangting/kit-core';
import { Tag, Timeline } from '../antd.ts';

const TONES: Partial<Record<Status, string>> = {
  approved: 'success',
  rejected: 'error',
  refused: 'error',
  correcting: 'warning',
  withdrawn: 'default',
  void: 'default',
  draft: 'default',
};
const EFFECTS = { pending: '待执行', done: '已完成', failed: '失败' } as const;

export const StatusTag = ({ status }: { status: Status }) => <Tag color={TONES[status] ?? 'processing'}>{STATUSES[status].label}</Tag>;

/** 办件进度: the steps that were taken and what follows from the decision. */
export function ProgressTimeline({ view }: { view: Pick<ApplicationView, 'timeline' | 'effects'> }) {
  if (view.timeline.length === 0) return <Empty description="尚未提交，暂无办件进度" />;
  return (
    <Timeline
      items={[
        ...view.timeline.map((step) => ({
          key: step.seq,
          color:
            step.to === 'rejected' || step.to === 'refused' || step.action === 'fail'
              ? 'red'
              : step.to === 'correcting'
                ? 'orange'
                : 'blue',
          content: (
            <div>
              <strong>{STEP_ACTIONS[step.action]}</strong> → {STATUSES[step.to].label}
              <div style={{ color: '#52606d' }}>
                <time dateTime={step.at}>{moment(step.at)}</time>　{step.by}
              </div>
              {step.opinion && <div style={{ overflowWrap: 'anywhere' }}>意见：{step.opinion}</div>}
            </div>
          ),
        })),
        ...view.effects.map((effect) => ({
          key: effect.name,
          color: effect.state === 'failed' ? 'red' : effect.state === 'done' ? 'green' : 'gray',
          content: (
            <div>
              {effect.title}：{EFFECTS[effect.state]}
              {effect.note && `（${effect.note}）`}
            </div>
          ),
        })),
      ]}
    />
  );
}
