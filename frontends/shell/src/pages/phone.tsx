import {
  Alert,
  Button,
  Checkbox,
  FailedBy,
  Input,
  Waiting,
  callAction,
  intention,
  moment,
  useDialogs,
  useMutation,
  useQuery,
  useQueryClient,
  wordsFor,
} from '@wangting/kit-core';
import { useRef, useState } from 'react';
import { portal } from '../portal-api.ts';
import { CodeButton } from './code-button.tsx';
import css from './centre.module.css';
import form from './form.module.css';
import { Field } from './password-fields.tsx';
import { useSending } from './use-form.ts';

const SENT = '验证码已发送，请查收短信';
const isMobile = (text: string) => /^1[3-9]\d{9}$/.test(text.trim());

/** 绑定手机: the bound phone, whether it gets text messages, and how to bind another one. */
export function Phone() {
  const client = useQueryClient();
  const { message } = useDialogs();
  const [changing, setChanging] = useState(false);
  const state = useQuery({ queryKey: ['phone'], queryFn: () => callAction(portal.phoneState, {}) });
  const notices = useMutation({
    mutationFn: (on: boolean) => callAction(portal.phoneNotices, { on }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['phone'] }),
    onError: (error) => void message.error(wordsFor(error)),
  });
  if (state.error) return <FailedBy error={state.error} again={() => void state.refetch()} />;
  if (!state.data) return <Waiting rows={3} />;
  const { mobile, source, boundAt, notices: on } = state.data;
  return (
    <>
      <p>
        {mobile ? (
          <>
            当前手机 <strong>{mobile}</strong>
            <span className={css.quiet}>{source === 'bound' ? `　绑定于 ${moment(boundAt)}` : '　取自单位登记信息，尚未单独绑定'}</span>
          </>
        ) : (
          '尚未绑定手机，收不到短信提醒。'
        )}
      </p>
      <p style={{ margin: '8px 0' }}>
        <Checkbox checked={on} disabled={notices.isPending} onChange={({ target }) => notices.mutate(target.checked)}>
          接收办件短信提醒
        </Checkbox>
      </p>
      {changing ? (
        <Change
          old={mobile}
          onClose={() => setChanging(false)}
          onChanged={(words) => {
            setChanging(false);
            void message.success(words);
            void client.invalidateQueries({ queryKey: ['phone'] });
          }}
        />
      ) : (
        <Button onClick={() => setChanging(true)}>{mobile ? '更换手机' : '绑定手机'}</Button>
      )}
    </>
  );
}

function Change({ old, onClose, onChanged }: { old: string | null; onClose: () => void; onChanged: (words: string) => void }) {
  const [values, setValues] = useState({ mobile: '', code: '', oldCode: '' });
  const [said, setSaid] = useState<{ old?: string; fresh?: string }>({});
  const once = useRef(intention()).current;
  const set = (change: Partial<typeof values>) => setValues((now) => ({ ...now, ...change }));
  const sending = useSending({
    check: () => ({
      ...(old && !values.oldCode.trim() ? { oldCode: '请填写原手机收到的验证码' } : {}),
      ...(isMobile(values.mobile) ? {} : { mobile: '手机号码应为 11 位数字' }),
      ...(values.code.trim() ? {} : { code: '请填写新手机收到的验证码' }),
    }),
    send: () =>
      once.run((requestKey) =>
        callAction(portal.changePhone, {
          requestKey,
          mobile: values.mobile.trim(),
          code: values.code.trim(),
          ...(old ? { oldCode: values.oldCode.trim() } : {}),
        }),
      ),
    onDone: ({ message }) => onChanged(message),
  });
  const { problems, words, busy, submit, setWords, refuse } = sending;
  const code = (name: 'code' | 'oldCode', label: string, hint: string | undefined, send: () => Promise<number | undefined>) => (
    <Field name={name} label={label} error={problems[name]} hint={hint}>
      {(attributes) => (
        <div className={form.code}>
          <Input
            {...attributes}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            value={values[name]}
            onChange={({ target }) => set({ [name]: target.value })}
          />
          <CodeButton send={send} onFailed={setWords} />
        </div>
      )}
    </Field>
  );
  return (
    <form ref={sending.form} className={form.form} onSubmit={(event) => void submit(event)} noValidate aria-label="更换手机">
      {words && <Alert type="error" showIcon role="alert" title={words} style={{ marginBottom: 16 }} />}
      {old &&
        code('oldCode', `原手机 ${old} 的验证码`, said.old, async () => {
          const { seconds } = await callAction(portal.phoneCode, { to: 'old' });
          setSaid((now) => ({ ...now, old: SENT }));
          return seconds;
        })}
      <Field name="mobile" label="新手机号码" error={problems.mobile}>
        {(attributes) => (
          <Input
            {...attributes}
            inputMode="tel"
            autoComplete="tel"
            maxLength={11}
            value={values.mobile}
            onChange={({ target }) => set({ mobile: target.value })}
          />
        )}
      </Field>
      {code('code', '新手机的验证码', said.fresh, async () => {
        if (!isMobile(values.mobile)) {
          refuse({ mobile: '手机号码应为 11 位数字' });
          return undefined;
        }
        const { seconds } = await callAction(portal.phoneCode, { to: 'new', mobile: values.mobile.trim() });
        setSaid((now) => ({ ...now, fresh: SENT }));
        return seconds;
      })}
      <div className={form.buttons}>
        <Button type="primary" htmlType="submit" loading={busy}>
          确定
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </form>
  );
}
