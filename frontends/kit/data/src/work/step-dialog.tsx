import { STEP_ACTIONS, type StepAction } from '@wangting/contracts/application';
import type { ApplicationRow, ApplicationView } from '@wangting/contracts/applications';
import { Alert, Input, Modal, applicationApi, callAction, intention, wordsFor } from '@wangting/kit-core';
import { useRef, useState } from 'react';

/** Steps that need a reason, and what the other side will read it as. */
const REASONS: Partial<Record<StepAction, string>> = {
  correct: '补正内容',
  refuse: '不予受理原因',
  reject: '不通过原因',
  sendBack: '退回原因',
};
/** Steps on which an opinion may be written. */
const MAY: readonly StepAction[] = ['pass', 'accept', 'undo'];
/** Steps by which the applicant ends his own case, and what that means. */
const ENDS: Partial<Record<StepAction, string>> = {
  withdraw: '撤回后办件结束，需要时请重新提交。确定撤回吗？',
  undo: '撤销后本办件的办理结果全部取消，恢复到办理之前的状态。确定撤销吗？',
};

interface Props {
  owner: string;
  row: ApplicationRow;
  action: StepAction;
  onTook: (view: ApplicationView, action: StepAction) => void;
  /** True when the page has said what happened. */
  onFailed: (error: unknown) => boolean;
  onClose: () => void;
}

/** Asks once more, with the opinion where one is due, and takes the step that was seen, not the one that may be now. */
export function StepDialog({ owner, row, action, onTook, onFailed, onClose }: Props) {
  const [opinion, setOpinion] = useState('');
  const [problem, setProblem] = useState<string>();
  const [sending, setSending] = useState(false);
  const step = useRef(intention()).current;
  const word = STEP_ACTIONS[action];
  const reason = REASONS[action];

  async function take() {
    if (sending) return;
    if (reason && !opinion.trim()) return setProblem(`请填写${reason}`);
    setSending(true);
    setProblem(undefined);
    try {
      onTook(
        await step.run((requestKey) =>
          callAction(applicationApi(owner).step, {
            requestKey,
            applicationId: row.applicationId,
            seenSeq: row.seq,
            action: action as 'accept',
            opinion: opinion.trim(),
          }),
        ),
        action,
      );
    } catch (error) {
      if (!onFailed(error)) setProblem(wordsFor(error));
      setSending(false);
    }
  }

  return (
    <Modal
      open
      title={word}
      okText="确定"
      cancelText="取消"
      onOk={() => void take()}
      onCancel={onClose}
      confirmLoading={sending}
      mask={{ closable: false }}
      okButtonProps={action === 'reject' || action === 'refuse' ? { danger: true } : {}}
    >
      {problem && <Alert type="error" showIcon role="alert" title={problem} style={{ marginBottom: 12 }} />}
      <p style={{ marginBottom: 12 }}>{ENDS[action] ?? `确定对“${row.itemName}”（${row.serialNo ?? ''}）进行“${word}”吗？`}</p>
      {(reason || MAY.includes(action)) && (
        <>
          <label htmlFor="step-opinion">
            {reason && (
              <span style={{ color: '#b42318' }} aria-hidden="true">
                *
              </span>
            )}
            {reason ?? (action === 'undo' ? '撤销原因' : '审核意见')}
          </label>
          <Input.TextArea
            id="step-opinion"
            autoFocus
            value={opinion}
            maxLength={500}
            showCount
            style={{ marginBottom: 20 }}
            autoSize={{ minRows: 3, maxRows: 8 }}
            aria-required={Boolean(reason)}
            aria-invalid={Boolean(problem)}
            onChange={({ target }) => setOpinion(target.value)}
          />
        </>
      )}
    </Modal>
  );
}
