import { moment, useBoard } from '@wangting/kit-core';
import css from './banner.module.css';

/** 维护通知: over every page while it is in force. Without an answer there is no strip; nothing else depends on it. */
export default function Banner() {
  const banner = useBoard().data?.banner;
  if (!banner) return null;
  return (
    <section className={css.strip} data-level={banner.level} aria-label="维护通知">
      <strong>{banner.level === 'info' ? '通知' : '维护通知'}</strong>
      <span role="status">
        {banner.text}
        {banner.to && `（至 ${moment(banner.to)}）`}
        {banner.level === 'away' && '，期间暂停办理业务，已暂存的内容不受影响'}
      </span>
    </section>
  );
}
