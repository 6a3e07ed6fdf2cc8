import { Alert, Button, Input, api, callAction, day, moment, plain, useMutation, useSearchParams, wordsFor } from '@wangting/kit-core';
import { useState, type FormEvent } from 'react';
import css from './verify.module.css';

const STATES = { valid: '有效', expired: '已失效', revoked: '已作废', replaced: '已被替换' } as const;

/** 证明验证: needs no login. The code alone is not enough, so that nobody learns anything by trying codes. */
export default function Verify() {
  const [address] = useSearchParams();
  const [code, setCode] = useState(address.get('c') ?? '');
  const [check, setCheck] = useState('');
  const [tried, setTried] = useState(false);
  const ask = useMutation({ mutationFn: () => callAction(api.verify, { code: code.trim(), check: check.trim() }) });
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (code.trim() && check.trim()) ask.mutate();
  };
  const answer = ask.data;
  return (
    <section className={css.box} aria-labelledby="verify-title">
      <h1 id="verify-title">证明验证</h1>
      <p className={css.lead}>核对网上办事大厅出具的证明是否真实、是否仍在有效期内。</p>
      <form className={css.form} onSubmit={send} noValidate>
        <div>
          <label htmlFor="verify-code">验证码</label>
          <Input
            id="verify-code"
            value={code}
            maxLength={40}
            autoComplete="off"
            aria-describedby="verify-code-hint"
            aria-invalid={tried && !code.trim()}
            onChange={(event) => setCode(event.target.value)}
          />
          <div id="verify-code-hint" className={tried && !code.trim() ? css.error : css.hint}>
            {tried && !code.trim() ? '请填写验证码' : '证明下方的 16 位验证码，不区分大小写'}
          </div>
        </div>
        <div>
          <label htmlFor="verify-check">单位编号后四位</label>
          <Input
            id="verify-check"
            value={check}
            maxLength={10}
            autoComplete="off"
            aria-describedby="verify-check-hint"
            aria-invalid={tried && !check.trim()}
            onChange={(event) => setCheck(event.target.value)}
          />
          <div id="verify-check-hint" className={tried && !check.trim() ? css.error : css.hint}>
            {tried && !check.trim() ? '请填写单位编号后四位' : '印在证明上的单位编号的最后四位'}
          </div>
        </div>
        <div>
          <Button type="primary" htmlType="submit" loading={ask.isPending}>
            验证
          </Button>
        </div>
      </form>
      <div aria-live="polite">
        {ask.error && (
          <div className={css.answer}>
            <Alert type="error" showIcon title={wordsFor(ask.error, '查询')} />
          </div>
        )}
        {answer && (
          <div className={css.answer}>
            <Alert type={answer.found && answer.state === 'valid' ? 'success' : 'warning'} showIcon title={answer.message} />
            {answer.found && (
              <dl className={css.facts}>
                <dt>证明名称</dt>
                <dd>{plain(answer.title)}</dd>
                <dt>持有人</dt>
                <dd>{plain(answer.holder)}</dd>
                <dt>签发时间</dt>
                <dd>{moment(answer.issuedAt)}</dd>
                <dt>有效期至</dt>
                <dd>{day(answer.validTo)}</dd>
                <dt>状态</dt>
                <dd>{answer.state ? STATES[answer.state] : '—'}</dd>
                <dt>SM3 摘要</dt>
                <dd>{plain(answer.sm3)}</dd>
              </dl>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
