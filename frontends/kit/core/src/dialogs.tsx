import { Modal, message as messages } from 'antd';
import type { MessageInstance } from 'antd/es/message/interface';
import type { HookAPI } from 'antd/es/modal/useModal';
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { attachDialogs } from './navigate.tsx';

interface Dialogs {
  modal: HookAPI;
  message: MessageInstance;
}
const Context = createContext<Dialogs | undefined>(undefined);

/** Dialogs and short messages in the hall's look. antd's own `App` brings notifications too, which the hall does not use. */
export function DialogsHere({ children }: { children: ReactNode }) {
  const [modal, modalPlace] = Modal.useModal();
  const [message, messagePlace] = messages.useMessage({ maxCount: 2 });
  // Lets code outside React (the leave guard) ask a person something.
  useEffect(() => attachDialogs(modal), [modal]);
  const dialogs = useMemo(() => ({ modal, message }), [modal, message]);
  return (
    <Context value={dialogs}>
      {children}
      {modalPlace}
      {messagePlace}
    </Context>
  );
}

export function useDialogs(): Dialogs {
  const dialogs = useContext(Context);
  if (!dialogs) throw new Error('useDialogs stands inside <Hall>');
  return dialogs;
}
