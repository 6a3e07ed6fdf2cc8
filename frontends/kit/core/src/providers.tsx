import './global.css';
import { ConfigProvider } from 'antd';
import zhCN from 'antd/es/locale/zh_CN';
import 'dayjs/locale/zh-cn';
import dayjs from 'dayjs';
import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DialogsHere } from './dialogs.tsx';
import { useDisplay } from './display.ts';
import { queryClient } from './query-client.ts';
import { theme } from './theme.ts';
import css from './panel.module.css';

dayjs.locale('zh-cn');

/**
 * The turning ring in a button that is at work. Hidden from readers, so that a button keeps its name (antd's own icon adds 'loading' to it), and without
 * antd's motion, which leaves the icon behind when the end of a transition is never reported.
 */
const turning = <span aria-hidden className={css.turning} />;

/** What every React root on the page stands in: contexts do not cross from shell to remote, so each mounts its own. */
export function Hall({ children }: { children: ReactNode }) {
  const { contrast, large } = useDisplay();
  return (
    <ConfigProvider
      locale={zhCN}
      theme={theme(contrast, large)}
      button={{ autoInsertSpace: false, loadingIcon: turning }}
      componentSize="middle"
      wave={{ disabled: true }}
    >
      <DialogsHere>
        <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      </DialogsHere>
    </ConfigProvider>
  );
}
