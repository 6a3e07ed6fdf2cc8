import type { ItemDefinition } from '@wangting/contracts/item';
import { Button, callAction, intention, useDialogs, wordsFor, type Endpoint } from '@wangting/kit-core';
import { useEffect, useRef, useState } from 'react';
import { PrintPreview, type Paper } from './preview.tsx';

/** The sealed receipt of a decided case: `POST /items/<id>/print` of every item that has a print of the stage `approved`. */
const receiptApi = (id: string): Endpoint<{ requestKey: string; applicationId: string }, Paper> => ({
  rest: `POST /items/${id}/print`,
  timeout: 25_000,
});
/** The print an item gives of what took effect, if it gives one. */
export const receiptOf = (item: ItemDefinition) => item.prints.find(({ stage }) => stage === 'approved');

/** 打印《…回执》: sealed and verifiable, in the preview. Pressed again it is the same paper. `atOnce`: one came here to print it. */
export function ReceiptButton({ item, applicationId, atOnce = false }: { item: ItemDefinition; applicationId: string; atOnce?: boolean }) {
  const { message } = useDialogs();
  const [paper, setPaper] = useState<Paper>();
  const [busy, setBusy] = useState(false);
  const printing = useRef(intention()).current;
  const print = async () => {
    if (busy) return;
    setBusy(true);
    try {
      setPaper(await printing.run((requestKey) => callAction(receiptApi(item.id), { requestKey, applicationId })));
    } catch (error) {
      void message.error(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  const asked = useRef(atOnce);
  useEffect(() => {
    if (!asked.current) return;
    asked.current = false;
    void print();
  });
  return (
    <>
      <Button loading={busy} onClick={() => void print()}>
        打印{receiptOf(item)?.name}
      </Button>
      {paper && <PrintPreview paper={paper} onClose={() => setPaper(undefined)} />}
    </>
  );
}
