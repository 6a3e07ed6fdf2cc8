import { Button, Modal, api, callAction, isRefusal, loggedIn, millisUntil, skipToken, useQuery, wordsFor } from '@wangting/kit-core';
import { useEffect, useRef, useState } from 'react';
import { renderSVG } from 'uqr';
import { HATS } from '../hats.ts';
import css from './login.module.css';

const POLL_MS = 1_500;
const NO_UNIT = '未查询到您作为法人或联系人的单位信息，请先由法人登录维护联系人信息';

/** 电子社保卡: show a code, wait for the scan, put on a hat. The poll secret stays in this page; the picture holds only the ticket. */
export function CardLogin() {
  const [round, setRound] = useState(0);
  const [words, setWords] = useState<string>();
  const [expired, setExpired] = useState(false);
  const [entering, setEntering] = useState(false);
  const shown = useRef<string>(undefined);
  const ticket = useQuery({
    queryKey: ['card', round],
    queryFn: async () => {
      const fresh = await callAction(api.startCard, shown.current ? { replaces: shown.current } : {});
      shown.current = fresh.poll;
      return fresh;
    },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const poll = ticket.data?.poll;
  const scan = useQuery({
    queryKey: ['card-poll', poll],
    queryFn: poll ? () => callAction(api.pollCard, { poll }) : skipToken,
    enabled: !expired && !entering,
    refetchInterval: ({ state }) => (state.data?.state === 'scanned' || isRefusal(state.error, 'TICKET_EXPIRED') ? false : POLL_MS),
    refetchIntervalInBackground: true,
    gcTime: 0,
    retry: false,
  });

  const [left, setLeft] = useState<number>();
  useEffect(() => {
    if (!ticket.data) return setLeft(undefined);
    const { expiresAt } = ticket.data;
    const count = () => {
      const seconds = Math.max(0, Math.ceil(millisUntil(expiresAt) / 1000));
      setLeft(seconds);
      if (seconds === 0) setExpired(true);
    };
    count();
    const timer = setInterval(count, 1000);
    return () => clearInterval(timer);
  }, [ticket.data]);
  useEffect(() => {
    if (isRefusal(scan.error, 'TICKET_EXPIRED')) setExpired(true);
  }, [scan.error]);

  const scanned = scan.data?.state === 'scanned' ? scan.data : undefined;
  const choices = scanned?.choices ?? [];
  type Choice = (typeof choices)[number];

  const enter = async ({ hat, unitId }: Choice) => {
    setEntering(true);
    setWords(undefined);
    try {
      loggedIn((await callAction(api.enter, { poll: poll ?? '', hat, unitId })).me);
    } catch (error) {
      setWords(wordsFor(error));
      setEntering(false);
      if (isRefusal(error, 'TICKET_EXPIRED')) setExpired(true);
    }
  };
  const only = choices.length === 1 ? choices[0] : undefined;
  useEffect(() => {
    if (only) void enter(only);
    // One hat: nothing to choose.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [only?.hat, only?.unitId]);

  const refresh = () => {
    setExpired(false);
    setWords(undefined);
    setEntering(false);
    setRound((now) => now + 1);
  };
  const simulator = ticket.data && /\/simulator\b/.test(ticket.data.qr) ? ticket.data.qr : undefined;

  return (
    <>
      <div className={css.qr}>
        {ticket.data && (
          <img alt="电子社保卡登录二维码" src={`data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(ticket.data.qr, { border: 0 }))}`} />
        )}
        {ticket.isPending && (
          <div className={css.over} role="status">
            正在取二维码…
          </div>
        )}
        {ticket.error && (
          <div className={css.over} role="alert">
            {wordsFor(ticket.error)}
            <Button type="primary" onClick={refresh}>
              重试
            </Button>
          </div>
        )}
        {expired && !scanned && (
          <div className={css.over} role="alert">
            二维码已过期
            <Button type="primary" onClick={refresh}>
              刷新二维码
            </Button>
          </div>
        )}
        {scanned && (
          <div className={css.over} role="status">
            扫码成功{scanned.name ? `，${scanned.name}` : ''}
            <Button onClick={refresh}>换一张卡</Button>
          </div>
        )}
      </div>
      {left !== undefined && !expired && !scanned && (
        <p className={css.words}>
          <span role="timer">二维码 {left} 秒后过期</span>
          <button type="button" className={css.again} onClick={refresh}>
            刷新
          </button>
        </p>
      )}
      <p className={css.words} aria-live="polite">
        {words ?? (scanned && choices.length === 0 ? NO_UNIT : '请法人或已登记的联系人使用电子社保卡扫码登录')}
      </p>
      {simulator && !scanned && !expired && (
        <p className={css.words}>
          <a href={simulator} target="_blank" rel="noreferrer">
            本地演示：打开模拟器扫码
          </a>
        </p>
      )}
      <Modal open={choices.length > 1 && !expired} title="选择单位" footer={null} onCancel={refresh} destroyOnHidden>
        {words && (
          <p className={css.error} role="alert">
            {words}
          </p>
        )}
        <ul className={css.choices}>
          {choices.map((choice) => (
            <li key={`${choice.hat} ${choice.unitId}`}>
              <button type="button" className={css.choice} disabled={entering} onClick={() => void enter(choice)}>
                <strong>
                  {choice.unitName || '个人办事'}（{HATS[choice.hat]}）
                </strong>
                {choice.creditCode && (
                  <span>
                    统一社会信用代码 {choice.creditCode}
                    {choice.unitNo ? `　单位编号 ${choice.unitNo}` : '　尚未取得单位编号'}
                  </span>
                )}
              </button>
            </li>
          ))}
        </ul>
      </Modal>
    </>
  );
}
