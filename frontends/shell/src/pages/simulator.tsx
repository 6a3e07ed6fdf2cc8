import {
  Alert,
  Button,
  Empty,
  FailedBy,
  Waiting,
  api,
  callAction,
  isRefusal,
  moment,
  useMutation,
  useQuery,
  useSearchParams,
  wordsFor,
  useDialogs,
} from '@wangting/kit-core';
import css from './verify.module.css';
import list from './centre.module.css';

/** 模拟器: stands in for the card app and the SMS centre on a demo machine. In production the service does not answer, and neither does this page. */
export default function Simulator() {
  const [address] = useSearchParams();
  const { message } = useDialogs();
  const ticket = address.get('ticket') ?? '';
  const state = useQuery({ queryKey: ['simulator'], queryFn: () => callAction(api.simulatorState, {}), refetchInterval: 3_000 });
  const scan = useMutation({
    mutationFn: (identityId: string) => callAction(api.simulatorScan, { ticket, identityId }),
    onSuccess: () => void message.success('扫码成功，请回到登录页'),
  });
  if (isRefusal(state.error, 'NOT_FOUND'))
    return (
      <section className={css.box}>
        <h1>模拟器</h1>
        <Alert type="info" title="本环境没有模拟器，请使用电子社保卡扫码。" />
      </section>
    );
  if (state.error && !state.data) return <FailedBy error={state.error} again={() => void state.refetch()} />;
  if (!state.data) return <Waiting />;
  return (
    <section className={css.box} aria-labelledby="simulator-title" style={{ maxWidth: 960 }}>
      <h1 id="simulator-title">模拟器</h1>
      <p className={css.lead}>代替手机上的电子社保卡和短信中心，只在本地演示环境出现。以下身份均为虚构。</p>
      <h2>测试身份</h2>
      {!ticket && <Alert type="info" showIcon title="请从登录页二维码下方的链接打开本页，再选择身份扫码。" style={{ margin: '8px 0' }} />}
      {scan.error && <Alert type="error" showIcon role="alert" title={wordsFor(scan.error)} style={{ margin: '8px 0' }} />}
      {scan.isSuccess && <Alert type="success" showIcon role="status" title="扫码成功，请回到登录页。" style={{ margin: '8px 0' }} />}
      <ul className={list.notices}>
        {state.data.identities.map((identity) => (
          <li key={identity.id} className={list.notice}>
            <div>
              <h2>
                {identity.name}　{identity.idNumber}
              </h2>
              <p>{identity.note}</p>
            </div>
            <Button
              type="primary"
              size="small"
              disabled={!ticket}
              loading={scan.isPending && scan.variables === identity.id}
              aria-label={`扫码：${identity.name}`}
              onClick={() => scan.mutate(identity.id)}
            >
              扫码
            </Button>
          </li>
        ))}
      </ul>
      <h2 style={{ marginTop: 24 }}>短信</h2>
      {state.data.messages.length === 0 ? (
        <Empty description="暂无短信" />
      ) : (
        <ul className={list.notices} aria-label="短信">
          {state.data.messages.map((sms) => (
            <li key={`${sms.at} ${sms.to} ${sms.text}`} className={list.notice}>
              <div>
                <h2>{sms.to}</h2>
                <p>{sms.text}</p>
              </div>
              <time dateTime={sms.at}>{moment(sms.at)}</time>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
