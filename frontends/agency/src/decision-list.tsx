import { Button, HallLink, useQueryClient } from '@wangting/kit-core';
import { QueryPage } from '@wangting/kit-data';
import { useEffect, useState, type ComponentProps, type ReactNode } from 'react';

type Query<R extends object> = Pick<ComponentProps<typeof QueryPage<R>>, 'name' | 'filters' | 'columns' | 'fetch' | 'rowKey'>;
interface Props<R extends object> extends Query<R> {
  title: string;
  about: string;
  /** On each row's button, and what is read out behind it. */
  verb: string;
  whose: (row: R) => string;
  /** Opens over the list; `onDone` reads it again. */
  dialog: (row: R, close: { onClose: () => void; onDone: () => void }) => ReactNode;
}

/** Beside the queue: what waits for somebody of the agency to look into, one row after the other, without being a case. */
export function DecisionList<R extends object>({ title, about, verb, whose, dialog, ...query }: Props<R>) {
  const [chosen, setChosen] = useState<R>();
  const client = useQueryClient();
  useEffect(() => {
    document.title = `${title} - 社会保险网上办事大厅`;
  }, [title]);
  const onClose = () => setChosen(undefined);
  const onDone = () => {
    onClose();
    void client.invalidateQueries({ queryKey: ['work', query.name] });
  };
  return (
    <>
      <h1>{title}</h1>
      <p style={{ margin: '8px 0 12px' }}>
        {about} <HallLink to="/agency">返回待办</HallLink>
      </p>
      <QueryPage<R>
        {...query}
        actionsWidth={72}
        actions={(row) => (
          <Button size="small" aria-label={`${verb} ${whose(row)}`} onClick={() => setChosen(row)}>
            {verb}
          </Button>
        )}
      />
      {chosen && dialog(chosen, { onClose, onDone })}
    </>
  );
}
