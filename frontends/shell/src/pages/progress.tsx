import { Alert, Button, Input, callAction, day, moment, plain } from '@wangting/kit-core';
import { useState } from 'react';
import { portal } from '../portal-api.ts';
import { CodeButton } from './code-button.tsx';
import css from './form.module.css';
import facts from './verify.module.css';
import { Field } from './password-fields.tsx';
import { useSending } from './use-form.ts';

type Answer = Awaited<ReturnType<typeof ask>>;
const ask = (serialNo: string, mobile: string, code: string) => callAction(portal.progress, { serialNo, mobile, code });

/** 办件进度 without a login: the number of the case, and a code to the phone on record for its unit. No names are told. */
export default function Progress() {
  const [serialNo, setSerialNo] = useState('');
  const [mobile, setMobile] = useState('');
  const [code, setCode] = useState('');
  const [said, setSaid] = useState<string>();
  const [answer, setAnswer] = useState<Answer>();
  const { form, problems, words, busy, submit, setWords, refuse } = useSending({
    check: () => ({
      ...(/^\d{20}$/.test(serialNo.trim()) ? {} : { serialNo: '业务流水号为 20 位数字' }),
      ...(/^1[3-9]\d{9}$/.test(mobile.trim()) ? {} : { mobile: '手机号码应为 11 位数字' }),
      ...(code.trim() ? {} : { code: '请填写短信验证码' }),
    }),
    send: () => {
      setAnswer(undefined);
      return ask(serialNo.trim(), mobile.trim(), code.trim());
    },
    onDone: (found) => {
      setAnswer(found);
      setCode('');
    },
  });

  async function sendCode(): Promise<number | undefined> {
    setWords(undefined);
    if (!/^1[3-9]\d{9}$/.test(mobile.trim())) {
      refuse({ mobile: '手机号码应为 11 位数字' });
      return undefined;
    }
    const { message, seconds } = await callAction(portal.progressCode, { mobile: mobile.trim() });
    setSaid(message);
    return seconds;
  }

  return (
    <section className={css.box} aria-labelledby="progress-title">
      <h1 id="progress-title">办件进度查询</h1>
      <p className={css.lead}>无需登录。请填写办理时取得的业务流水号，并用单位登记的手机号码接收验证码。</p>
      {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 16 }} />}
      <form ref={form} className={css.form} onSubmit={(event) => void submit(event)} noValidate aria-labelledby="progress-title">
        <Field name="serialNo" label="业务流水号" error={problems.serialNo} hint="20 位数字，印在回执上">
          {(attributes) => (
            <Input
              {...attributes}
              inputMode="numeric"
              autoComplete="off"
              maxLength={20}
              value={serialNo}
              onChange={({ target }) => setSerialNo(target.value)}
            />
          )}
        </Field>
        <Field name="mobile" label="手机号码" error={problems.mobile}>
          {(attributes) => (
            <Input
              {...attributes}
              inputMode="tel"
              autoComplete="tel"
              maxLength={11}
              value={mobile}
              onChange={({ target }) => setMobile(target.value)}
            />
          )}
        </Field>
        <Field name="code" label="短信验证码" error={problems.code} hint={said}>
          {(attributes) => (
            <div className={css.code}>
              <Input
                {...attributes}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                value={code}
                onChange={({ target }) => setCode(target.value)}
              />
              <CodeButton send={sendCode} onFailed={setWords} />
            </div>
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={busy}>
          查询
        </Button>
      </form>
      <div aria-live="polite">
        {answer && (
          <div className={facts.answer}>
            <h2>
              {answer.itemName}：{answer.statusWord}
            </h2>
            <dl className={facts.facts}>
              <dt>业务流水号</dt>
              <dd>{plain(answer.serialNo)}</dd>
              <dt>申请时间</dt>
              <dd>{moment(answer.submittedAt)}</dd>
              <dt>办理期限</dt>
              <dd>{day(answer.due)}</dd>
              <dt>办结时间</dt>
              <dd>{moment(answer.decidedAt)}</dd>
              <dt>更新时间</dt>
              <dd>{moment(answer.updatedAt)}</dd>
            </dl>
            <p className={css.lead} style={{ margin: '12px 0 0' }}>
              审核意见、补正内容等请登录后在“个人中心—我的办件”中查看。
            </p>
          </div>
        )}
      </div>
    </section>
  );
}
