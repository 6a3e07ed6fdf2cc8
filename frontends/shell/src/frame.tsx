import {
  Failed,
  HallLink,
  Pages,
  PanelOnError,
  Redirect,
  Waiting,
  callAction,
  go,
  greeting,
  hour,
  isStaff,
  logOut,
  onHallEvent,
  placeOf,
  startEvents,
  useLocation,
  useQuery,
  useQueryClient,
  wordsFor,
  type Me,
  useDialogs,
} from '@wangting/kit-core';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Accessibility, AccessibilityButton } from './accessibility.tsx';
import { closeApplications, fetchManifest, openApplications, remoteAt, retry, useRemoteState, type Remote } from './applications.ts';
import Banner from './banner.tsx';
import css from './frame.module.css';
import { HatSwitch } from './hat-switch.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { useKeptDisplay } from './kept-display.ts';
import { CataloguePage } from './pages/catalogue.tsx';
import { AREA, HALL, PrintedHead } from './public-frame.tsx';
import { portal } from './portal-api.ts';
import { rememberItem } from './recent.ts';
import { Announcer } from './title.tsx';

const Centre = lazy(() => import('./pages/centre.tsx'));

/** Header, tabs, and the place where pages of the shell and applications of others appear. */
export default function Frame({ me }: { me: Me }) {
  const manifest = useQuery({ queryKey: ['manifest'], queryFn: fetchManifest, staleTime: Infinity, retry: 1 });
  const { pathname } = useLocation();
  const remotes = manifest.data ?? [];
  const remote = remoteAt(pathname);

  useEffect(() => startEvents(), []);
  useEffect(() => {
    if (remotes.length > 0) openApplications();
  }, [remotes.length]);
  useEffect(() => () => closeApplications(), []);
  useKeptDisplay(me);
  const person = !isStaff(me);
  useEffect(() => {
    if (person) rememberItem(pathname);
  }, [person, pathname]);

  return (
    <>
      <a className={css.skip} href="#content">
        跳到主要内容
      </a>
      <Announcer />
      <Accessibility />
      <PrintedHead whose={me.unit?.name ?? me.name} />
      <Header me={me} />
      <Banner />
      <Tabs me={me} path={pathname} />
      <main id="content" tabIndex={-1} className={css.main}>
        {manifest.error && (
          <Failed title="栏目列表暂时无法读取" again={() => void manifest.refetch()}>
            请稍后重试，您的登录不受影响。
          </Failed>
        )}
        {remotes.map(({ name }) => (
          <div key={name} id={placeOf(name)} hidden={remote?.name !== name} />
        ))}
        {remote ? (
          <Opening remote={remote} />
        ) : (
          <PanelOnError key={pathname.split('/')[1]}>
            <Suspense fallback={<Waiting />}>
              <Pages
                at={{
                  '/': () => <Redirect to={homeOf(me)} />,
                  '/login': () => <Redirect to={homeOf(me)} />,
                  '/business': () => <CataloguePage path="法人办事" />,
                  '/personal': () => <CataloguePage path="个人办事" />,
                  '/centre/*': () => <Centre />,
                }}
                otherwise={manifest.isPending ? <Waiting /> : <Missing />}
              />
            </Suspense>
          </PanelOnError>
        )}
      </main>
      <IdleWarning me={me} />
    </>
  );
}

const operates = ({ scopes }: Me): boolean => scopes.includes('staff.ops');
const reviews = ({ scopes }: Me): boolean => scopes.some((scope) => scope.startsWith('staff.') && scope !== 'staff.ops');
const homeOf = (me: Me): string =>
  isStaff(me) ? (operates(me) && !reviews(me) ? '/ops' : '/agency') : me.hat === 'individual' ? '/personal' : '/business';

const Missing = () => (
  <Failed title="没有找到这个页面" extra={<HallLink to="/">返回首页</HallLink>}>
    地址可能有误，或该栏目尚未开放。
  </Failed>
);

/** While a remote is fetched, and when it cannot be: the rest of the hall works on. */
function Opening({ remote }: { remote: Remote }) {
  const state = useRemoteState(remote.name);
  if (state === 'open') return null;
  if (state === 'failed')
    return <Failed again={() => void retry(remote.name)}>这一栏目的服务没有响应，其他栏目不受影响。请稍后重试。</Failed>;
  return <Waiting />;
}

function Header({ me }: { me: Me }) {
  const { modal, message } = useDialogs();
  const client = useQueryClient();
  const unread = useQuery({
    queryKey: ['messages', 'unread'],
    queryFn: () => callAction(portal.unread, {}),
    refetchOnWindowFocus: true,
  });
  useEffect(
    () =>
      onHallEvent((event) => {
        if (event.kind === 'notice') void client.invalidateQueries({ queryKey: ['messages'] });
        if (event.kind === 'work') void client.invalidateQueries({ queryKey: ['work'] });
      }),
    [client],
  );

  const leave = () =>
    modal.confirm({
      title: '确定退出登录吗？',
      okText: '确定',
      cancelText: '取消',
      onOk: () =>
        logOut().then(
          () => go('/', { force: true }),
          (error: unknown) => void message.error(wordsFor(error)),
        ),
    });
  const whose = me.unit?.name ?? me.name;
  const count = unread.data?.unread ?? 0;
  return (
    <header className={css.header}>
      <HallLink className={css.mark} to="/">
        {HALL}
        <span className={css.area}>{AREA}</span>
      </HallLink>
      <div className={css.right}>
        <AccessibilityButton className={css.tool} />
        <span className={css.who} title={whose}>
          {greeting(hour())}，{whose}
        </span>
        <HatSwitch me={me} />
        <HallLink className={css.tool} to="/centre/messages">
          消息
          {count > 0 && (
            <span className={css.count} aria-label={`${count} 条未读`}>
              {count > 99 ? '99+' : count}
            </span>
          )}
        </HallLink>
        <HallLink className={css.tool} to="/centre/account">
          修改密码
        </HallLink>
        <span aria-hidden="true">|</span>
        <button type="button" className={css.tool} onClick={leave}>
          登出
        </button>
      </div>
    </header>
  );
}

function Tabs({ me, path }: { me: Me; path: string }) {
  // An item belongs to the tab it was opened from: the last of the three that was shown.
  const last = useRef(homeOf(me));
  const tabs = isStaff(me)
    ? [
        ...(reviews(me) ? [{ to: '/agency', label: '待办' }] : []),
        ...(operates(me) ? [{ to: '/ops', label: '运行维护' }] : []),
        { to: '/centre', label: '个人中心' },
      ]
    : [
        { to: '/business', label: '法人办事' },
        { to: '/personal', label: '个人办事' },
        { to: '/centre', label: '个人中心' },
      ];
  const here = tabs.find(({ to }) => path.startsWith(to))?.to;
  if (here) last.current = here;
  return (
    <nav className={css.tabs} aria-label="主要栏目">
      <ul>
        {tabs.map(({ to, label }) => (
          <li key={to}>
            <HallLink className={css.tab} to={to} aria-current={(here ?? last.current) === to ? 'page' : undefined}>
              {label}
            </HallLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
