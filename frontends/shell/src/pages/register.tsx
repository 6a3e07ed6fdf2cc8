import type { FieldLayout } from '@wangting/contracts/item';
import { checkCreditCode } from '@wangting/contracts/standards/credit-code';
import { checkResidentId } from '@wangting/contracts/standards/resident-id';
import { Alert, Button, Checkbox, HallError, Input, Modal, api, callAction, go, intention, wordsFor } from '@wangting/kit-core';
import { Control } from '@wangting/kit-data';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { AGREEMENTS, type Agreement } from './agreements.ts';
import css from './register.module.css';

type Values = Record<string, string | undefined>;
const FIELDS: readonly FieldLayout[] = [
  { name: 'creditCode', label: '统一社会信用代码', as: 'text', required: true, hint: '18 位，见营业执照或登记证书' },
  { name: 'unitName', label: '单位名称', as: 'text', required: true },
  { name: 'legalName', label: '法人姓名', as: 'text', required: true },
  { name: 'legalIdType', label: '法人证件类型', as: 'select', dictionary: 'id-type', required: true },
  { name: 'legalIdNumber', label: '法人证件号码', as: 'text', required: true },
  { name: 'area', label: '所属行政区划', as: 'area', dictionary: 'area', required: true },
  { name: 'mobile', label: '法人手机号码', as: 'text', required: true },
];
const PASSWORD_RULE = '8 至 20 位，须含大写字母、小写字母、数字、符号中的三种';

/** What can be said without asking anybody. */
function problemsIn(values: Values, agreed: boolean): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { name, label, as } of FIELDS) if (!values[name]?.trim()) problems[name] = `${as === 'text' ? '请填写' : '请选择'}${label}`;
  const code = checkCreditCode(values.creditCode ?? '');
  if (values.creditCode && !code.ok) problems.creditCode = code.message ?? '统一社会信用代码不正确';
  if (values.legalIdType === '01' && values.legalIdNumber) {
    const id = checkResidentId(values.legalIdNumber);
    if (!id.ok) problems.legalIdNumber = id.message ?? '法人证件号码不正确';
  }
  if (values.mobile && !/^1[3-9]\d{9}$/.test(values.mobile.trim())) problems.mobile = '手机号码应为 11 位数字';
  if (!values.code?.trim()) problems.code = '请填写短信验证码';
  const password = values.password ?? '';
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  if (password.length < 8 || password.length > 20 || kinds < 3) problems.password = `登录密码为 ${PASSWORD_RULE}`;
  if (password !== (values.again ?? '')) problems.again = '两次输入的密码不一致';
  if (!agreed) problems.agreed = '请阅读并勾选协议';
  return problems;
}

/** 注册 of a unit that is not yet in the system (items.md §1.2). */
export default function Register() {
  const [values, setValues] = useState<Values>({ legalIdType: '01' });
  const [agreed, setAgreed] = useState(false);
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [words, setWords] = useState<string>();
  const [sending, setSending] = useState(false);
  const [wait, setWait] = useState(0);
  const [sentTo, setSentTo] = useState<string>();
  const [reading, setReading] = useState<Agreement>();
  const [done, setDone] = useState<{ message: string; account: string }>();
  const summary = useRef<HTMLDivElement>(null);
  const submit = useRef(intention()).current;
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait((now) => now - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const set = (name: string, value: unknown) => {
    setValues((now) => ({ ...now, [name]: value as string | undefined }));
    setProblems(({ [name]: _, ...others }) => others);
  };
  const refuse = (all: Record<string, string>, sentence?: string) => {
    setProblems(all);
    setWords(sentence ?? `有 ${Object.keys(all).length} 处需要修改，尚未提交`);
    requestAnimationFrame(() => summary.current?.focus());
  };

  async function sendCode() {
    const mobile = values.mobile?.trim() ?? '';
    if (!/^1[3-9]\d{9}$/.test(mobile)) return setProblems((now) => ({ ...now, mobile: '手机号码应为 11 位数字' }));
    try {
      setWait((await callAction(api.sendCode, { mobile })).seconds);
      setSentTo(mobile);
      // Where the code went is said in the place of "请填写短信验证码".
      setProblems(({ code: _, ...others }) => others);
    } catch (error) {
      setProblems((now) => ({ ...now, code: wordsFor(error) }));
    }
  }

  async function send(event: FormEvent) {
    event.preventDefault();
    if (sending) return;
    const found = problemsIn(values, agreed);
    if (Object.keys(found).length > 0) return refuse(found);
    setSending(true);
    setWords(undefined);
    try {
      const text = (name: string) => values[name]?.trim() ?? '';
      setDone(
        await submit.run((requestKey) =>
          callAction(api.register, {
            requestKey,
            creditCode: text('creditCode').toUpperCase(),
            unitName: text('unitName'),
            legalName: text('legalName'),
            legalIdType: text('legalIdType'),
            legalIdNumber: text('legalIdNumber').toUpperCase(),
            mobile: text('mobile'),
            code: text('code'),
            password: values.password ?? '',
            area: text('area'),
            agreed: true,
          }),
        ),
      );
    } catch (error) {
      refuse(
        error instanceof HallError ? Object.fromEntries(error.issues.map(({ path, message }) => [path, message])) : {},
        wordsFor(error, '提交'),
      );
    } finally {
      setSending(false);
    }
  }

  if (done)
    return (
      <section className={css.box} role="status">
        <h1>{done.message}</h1>
        <p className={css.lead}>登录账号：{done.account}</p>
        <Button type="primary" onClick={() => void go('/login')}>
          去登录
        </Button>
      </section>
    );

  const control = (name: string, label: string, node: React.ReactNode, hint?: string) => (
    <div key={name} className={css.field}>
      <label id={`r-${name}-label`} className={css.label} htmlFor={`r-${name}`}>
        <span className={css.star} aria-hidden="true">
          *
        </span>
        {label}
      </label>
      {node}
      {problems[name] && (
        <div id={`r-${name}-error`} className={css.error}>
          {problems[name]}
        </div>
      )}
      {hint && !problems[name] && (
        <div id={`r-${name}-hint`} className={css.hint}>
          {hint}
        </div>
      )}
    </div>
  );
  const plain = (name: string) => ({
    id: `r-${name}`,
    'aria-required': true,
    'aria-invalid': Boolean(problems[name]),
    'aria-describedby': problems[name] ? `r-${name}-error` : `r-${name}-hint`,
    status: problems[name] ? ('error' as const) : ('' as const),
    value: values[name] ?? '',
  });
  return (
    <section className={css.box} aria-labelledby="register-title">
      <h1 id="register-title">注册单位账号</h1>
      <p className={css.lead}>尚未办理社会保险登记的单位先注册账号，登录后办理企业参保登记。已登记的单位请直接使用电子社保卡登录。</p>
      {words && (
        <div ref={summary} tabIndex={-1} role="alert" style={{ marginBottom: 12 }}>
          <Alert type="error" showIcon title={words} />
        </div>
      )}
      <form onSubmit={(event) => void send(event)} noValidate aria-labelledby="register-title">
        <div className={css.grid}>
          {FIELDS.map((field) =>
            control(
              field.name,
              field.label,
              <Control
                field={field}
                id={`r-${field.name}`}
                value={values[field.name]}
                invalid={Boolean(problems[field.name])}
                disabled={sending}
                describedBy={problems[field.name] ? `r-${field.name}-error` : field.hint && `r-${field.name}-hint`}
                onChange={(value) => set(field.name, value)}
              />,
              field.hint,
            ),
          )}
          {control(
            'code',
            '短信验证码',
            <div className={css.code}>
              <Input
                {...plain('code')}
                inputMode="numeric"
                autoComplete="one-time-code"
                maxLength={6}
                onChange={({ target }) => set('code', target.value)}
              />
              <Button onClick={() => void sendCode()} disabled={wait > 0}>
                {wait > 0 ? `${wait} 秒后重发` : '获取验证码'}
              </Button>
            </div>,
            sentTo && `验证码已发送至 ${sentTo.slice(0, 3)}****${sentTo.slice(-4)}`,
          )}
          {control(
            'password',
            '登录密码',
            <Input.Password
              {...plain('password')}
              autoComplete="new-password"
              maxLength={20}
              onChange={({ target }) => set('password', target.value)}
            />,
            PASSWORD_RULE,
          )}
          {control(
            'again',
            '确认密码',
            <Input.Password
              {...plain('again')}
              autoComplete="new-password"
              maxLength={20}
              onChange={({ target }) => set('again', target.value)}
            />,
          )}
        </div>
        <div className={css.agree}>
          <Checkbox
            checked={agreed}
            onChange={({ target }) => {
              setAgreed(target.checked);
              setProblems(({ agreed: _, ...others }) => others);
            }}
          >
            我已阅读并同意
          </Checkbox>
          {AGREEMENTS.map((one) => (
            <button key={one.title} type="button" onClick={() => setReading(one)}>
              《{one.title}》
            </button>
          ))}
          {problems.agreed && <div className={css.error}>{problems.agreed}</div>}
        </div>
        <Button type="primary" htmlType="submit" loading={sending}>
          注册
        </Button>{' '}
        <Button onClick={() => void go('/login')}>返回登录</Button>
      </form>
      <Modal
        open={Boolean(reading)}
        title={reading?.title}
        onCancel={() => setReading(undefined)}
        footer={
          <Button type="primary" onClick={() => setReading(undefined)}>
            关闭
          </Button>
        }
      >
        {reading?.lines.map((line) => (
          <p key={line} style={{ marginBottom: 8 }}>
            {line}
          </p>
        ))}
      </Modal>
    </section>
  );
}
