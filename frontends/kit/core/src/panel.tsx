import { Component, useEffect, useState, type ReactNode } from 'react';
import { Button } from 'antd';
import { wordsFor, type Act } from './errors.ts';
import css from './panel.module.css';

/** Something could not be shown: what, what is safe, and a way to try again. */
export function Failed({
  title = '本栏目暂时无法显示',
  children = '其他栏目不受影响。',
  again,
  extra,
  page = false,
}: {
  title?: string;
  children?: ReactNode;
  again?: (() => void) | undefined;
  extra?: ReactNode;
  /** It is all there is on the page, so its title is the page's. */
  page?: boolean;
}) {
  const Title = page ? 'h1' : 'h2';
  return (
    <section role="alert" className={css.failed}>
      <Title>{title}</Title>
      <p>{children}</p>
      {(again || extra) && (
        <div className={css.ways}>
          {again && (
            <Button type="primary" onClick={again}>
              重试
            </Button>
          )}
          {extra}
        </div>
      )}
    </section>
  );
}

export const FailedBy = ({ error, again, act = '查询' }: { error: unknown; again?: () => void; act?: Act }) => (
  <Failed title="暂时无法显示" again={again}>
    {wordsFor(error, act)}
  </Failed>
);

/** A skeleton, but only when it takes longer than a blink. */
export function Waiting({ rows = 6, label = '正在打开…' }: { rows?: number; label?: string }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-live="polite" className={css.waiting}>
      <span className={css.unseen}>{label}</span>
      {late &&
        Array.from({ length: rows }, (_, index) => (
          <div key={index} className={css.bone} style={{ width: `${index === 0 ? 38 : 100 - ((index * 17) % 40)}%` }} />
        ))}
    </div>
  );
}

/** A page that breaks shows a panel; the hall stays up. */
export class PanelOnError extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError = () => ({ failed: true });
  override componentDidCatch(error: unknown) {
    reportError(error); // shown as a panel, but never hidden from whoever looks after the hall
  }
  override render() {
    return this.state.failed ? <Failed again={() => this.setState({ failed: false })} /> : this.props.children;
  }
}
