import type { View } from '@wangting/contracts/queries';
import { Button, callAction, endpoint, useDialogs, wordsFor, type Endpoint } from '@wangting/kit-core';
import { useState } from 'react';

/** 导出 everything that matches, as a file the service lays down and signs. */
export function ExportButton({ itemId, view, filter }: { itemId: string; view: Pick<View, 'id'>; filter: Record<string, unknown> }) {
  const { message } = useDialogs();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const at = endpoint(`POST /items/${itemId}/export/${view.id}`, 120_000) as unknown as Endpoint<
        Record<string, unknown>,
        { url: string; name: string; rows: number }
      >;
      const { url, name, rows } = await callAction(at, { filter });
      const link = Object.assign(document.createElement('a'), { href: url, download: name });
      link.click();
      void message.success(`已导出 ${rows} 条`);
    } catch (error) {
      void message.error(wordsFor(error, '查询'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button loading={busy} onClick={() => void save()}>
      导出
    </Button>
  );
}
