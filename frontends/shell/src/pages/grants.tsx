import {
  Alert,
  Button,
  Checkbox,
  Empty,
  FailedBy,
  Modal,
  Waiting,
  callAction,
  intention,
  moment,
  today,
  useDialogs,
  useQuery,
  useQueryClient,
} from '@wangting/kit-core';
import { Control, Tag } from '@wangting/kit-data';
import { CATEGORIES, type Category } from '@wangting/contracts/item';
import type { ContactGrants } from '@wangting/contracts/identity/grants';
import { useRef, useState } from 'react';
import { portal } from '../portal-api.ts';
import { useTitle } from '../title.tsx';
import css from './centre.module.css';
import { useSending } from './use-form.ts';

/** 联系人授权: the 法人 says which contact may do which category of business, until when. Taking it back works at once. */
export function Grants() {
  useTitle('联系人授权');
  const [edited, setEdited] = useState<ContactGrants>();
  const list = useQuery({ queryKey: ['grants'], queryFn: () => callAction(portal.grants, {}) });
  if (list.error) return <FailedBy error={list.error} again={() => void list.refetch()} />;
  if (!list.data) return <Waiting />;
  return (
    <>
      <h1>联系人授权</h1>
      <p className={css.quiet} style={{ marginBottom: 12 }}>
        未单独授权的联系人可以办理本单位全部业务。保存授权后，联系人只能办理所选类别；撤销立即生效，正在登录的也会退出。
      </p>
      {list.data.contacts.length === 0 ? (
        <Empty description="暂无联系人。请先在“单位基本信息及联系人维护”中添加联系人。" />
      ) : (
        <ul className={css.notices}>
          {list.data.contacts.map((contact) => (
            <li key={contact.contactId} className={css.notice}>
              <div>
                <h2>
                  {contact.name}　
                  <span className={css.quiet}>
                    {contact.idNumber}　{contact.mobile}
                  </span>
                </h2>
                <p>
                  {!contact.explicit && '可办理全部业务（未单独授权）'}
                  {contact.explicit && contact.grants.length === 0 && '已撤销全部授权，不能办理业务'}
                  {contact.explicit &&
                    contact.grants.map(({ category, until, expired }) => (
                      <Tag key={category} color={expired ? 'default' : 'processing'}>
                        {category}（{expired ? `已于 ${until} 到期` : until ? `至 ${until}` : '长期'}）
                      </Tag>
                    ))}
                </p>
                {contact.changedAt && <p className={css.small}>修改于 {moment(contact.changedAt)}</p>}
              </div>
              <Button aria-label={`修改授权：${contact.name}`} onClick={() => setEdited(contact)}>
                修改授权
              </Button>
            </li>
          ))}
        </ul>
      )}
      {edited && <Edit contact={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

type Chosen = Partial<Record<Category, { until: string | null }>>;

function Edit({ contact, onClose }: { contact: ContactGrants; onClose: () => void }) {
  const client = useQueryClient();
  const { message } = useDialogs();
  const once = useRef(intention()).current;
  const [chosen, setChosen] = useState<Chosen>(() =>
    Object.fromEntries(
      contact.explicit
        ? contact.grants.filter(({ expired }) => !expired).map(({ category, until }) => [category, { until }])
        : CATEGORIES.map((category) => [category, { until: null }]),
    ),
  );
  const grants = CATEGORIES.flatMap((category) => {
    const grant = chosen[category];
    return grant ? [{ category, until: grant.until }] : [];
  });
  const sending = useSending({
    check: (): Record<string, string> => {
      const late = grants.find(({ until }) => until !== null && until < today());
      return late ? { [late.category]: '截止日期不能早于今天' } : {};
    },
    send: () =>
      once.run((requestKey) => callAction(portal.saveGrants, { requestKey, contactId: contact.contactId, seenRev: contact.rev, grants })),
    onDone: (answer) => {
      client.setQueryData(['grants'], { contacts: answer.contacts });
      void message.success(answer.message);
      onClose();
    },
  });
  const problem = Object.values(sending.problems)[0];
  return (
    <Modal
      open
      title={`${contact.name}的授权`}
      onCancel={onClose}
      okText={grants.length === 0 ? '撤销全部授权' : '保存'}
      cancelText="取消"
      okButtonProps={{ loading: sending.busy, danger: grants.length === 0 }}
      onOk={() => void sending.submit()}
    >
      {(sending.words ?? problem) && (
        <Alert type="error" showIcon role="alert" title={sending.words ?? problem} style={{ marginBottom: 12 }} />
      )}
      <fieldset className={css.grants}>
        <legend>可办理的业务类别</legend>
        {CATEGORIES.map((category) => {
          const grant = chosen[category];
          return (
            <div key={category} className={css.grant}>
              <Checkbox
                checked={Boolean(grant)}
                onChange={({ target }) =>
                  setChosen(({ [category]: _, ...others }) => (target.checked ? { ...others, [category]: { until: null } } : others))
                }
              >
                {category}
              </Checkbox>
              {grant && (
                <span>
                  截止日期{' '}
                  <Control
                    field={{ name: category, label: `${category}截止日期`, as: 'day', placeholder: '长期' }}
                    id={`until-${category}`}
                    label={`${category}截止日期`}
                    value={grant.until ?? undefined}
                    invalid={Boolean(sending.problems[category])}
                    describedBy={undefined}
                    disabled={sending.busy}
                    onChange={(until) => setChosen((now) => ({ ...now, [category]: { until: (until as string | undefined) || null } }))}
                  />
                </span>
              )}
            </div>
          );
        })}
      </fieldset>
      <p className={css.small}>截止日期当天仍可办理；不填为长期有效。</p>
    </Modal>
  );
}
