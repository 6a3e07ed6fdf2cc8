import { Table as Rows, type TableProps } from 'antd';
import { useEffect, useRef } from 'react';

/** antd's table, for the keyboard too: a box of rows that is wider than its place takes the focus, so that the arrows scroll it. */
export function Table<R extends object>(props: TableProps<R>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const open = () => {
      for (const box of place.current?.querySelectorAll<HTMLElement>('.ant-table-body, .ant-table-content') ?? []) {
        if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
        else box.removeAttribute('tabindex');
      }
    };
    open();
    const watch = new ResizeObserver(open);
    if (place.current) watch.observe(place.current);
    return () => watch.disconnect();
  });
  return (
    <div ref={place}>
      <Rows<R> {...props} />
    </div>
  );
}
