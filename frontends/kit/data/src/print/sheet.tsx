import { Button, Modal } from '@wangting/kit-core';
import { useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import css from './print.module.css';

/** A form or receipt on the screen as it will be on paper. Printing shows this sheet alone. */
export function PrintSheet({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const [printing, setPrinting] = useState(false);
  const sheet = (
    <article className={css.paper} aria-label={title}>
      <h1>{title}</h1>
      {children}
    </article>
  );
  const print = () => {
    setPrinting(true);
    // The copy for the printer must be on the page before the dialog of the browser opens, which stops everything.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        document.body.classList.add('wt-printing');
        window.print();
        document.body.classList.remove('wt-printing');
        setPrinting(false);
      }),
    );
  };
  return (
    <Modal
      open
      title={`打印预览：${title}`}
      width={900}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>关闭</Button>
          <Button type="primary" onClick={print}>
            打印
          </Button>
        </>
      }
    >
      {sheet}
      {printing &&
        createPortal(
          <div className="wt-print" aria-hidden="true">
            {sheet}
          </div>,
          document.body,
        )}
    </Modal>
  );
}
