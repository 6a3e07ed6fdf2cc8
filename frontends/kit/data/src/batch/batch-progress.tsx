import { BATCH_STATES, type BatchView } from '@wangting/contracts/batch';
import { Alert, Button, go } from '@wangting/kit-core';
import { Progress } from '../antd.ts';
import css from './batch.module.css';
import { isWorking, progressWords } from './words.ts';

interface Props {
  view: BatchView;
  owner: string;
  /** Why the newest state could not be read. */
  away: string | undefined;
  onCancel: (() => void) | undefined;
  onAgain: () => void;
}

/** How far the batch is, and the sentence of what has ended. The work goes on without this page. */
export function BatchProgress({ view, owner, away, onCancel, onAgain }: Props) {
  const { state, fileName, message, serialNo, applicationId } = view;
  if (isWorking(view))
    return (
      <section className={css.panel} aria-label={BATCH_STATES[state]}>
        <div className={css.work}>
          <p role="status">
            <strong>{BATCH_STATES[state]}</strong>　{fileName}
          </p>
          {onCancel && (
            <Button size="small" onClick={onCancel} disabled={view.cancelling}>
              取消
            </Button>
          )}
        </div>
        <Progress percent={view.percent} status="active" aria-label={BATCH_STATES[state]} />
        <p className={css.file}>{progressWords(view)}</p>
        <p className={css.file}>可以离开本页，处理会继续；回到本页可查看进度。</p>
        {away && <Alert className={css.alert} type="warning" showIcon title={`进度暂时无法读取，处理不受影响。${away}`} />}
      </section>
    );
  const bad = state === 'refused' || view.bad > 0 || view.failed > 0;
  return (
    <Alert
      className={css.alert}
      type={state === 'refused' ? 'error' : bad || state === 'cancelled' ? 'warning' : 'success'}
      showIcon
      role="status"
      title={message}
      description={
        <>
          {fileName}
          {serialNo && <>　业务流水号 {serialNo}</>}
          {state === 'checked' && view.bad > 0 && view.good > 0 && <>　可先保存校验成功的人员，错误的改正后另行上传。</>}
        </>
      }
      action={
        <span className={css.steps}>
          {state === 'saved' && applicationId && (
            <Button size="small" onClick={() => void go(`/${owner}/applications/${applicationId}`)}>
              查看办件
            </Button>
          )}
          {state === 'saved' && (
            <Button size="small" onClick={onAgain}>
              再办一批
            </Button>
          )}
          {onCancel && (
            <Button size="small" onClick={onCancel}>
              取消本批次
            </Button>
          )}
        </span>
      }
    />
  );
}
