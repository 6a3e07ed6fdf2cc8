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

dayjs.locale('zh-cn');

/** What every React root on the page stands in: contexts do not cross from shell to remote, so each mounts its own. */
export function Hall({ children }: { children: ReactNode }) {
  const { contrast } = useDisplay();
  return (
    <ConfigProvider
      locale={zhCN}
      theme={theme(contrast)}
      button={{ autoInsertSpace: false }}
      componentSize="middle"
      wave={{ disabled: true }}
    >
      <DialogsHere>
        <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      </DialogsHere>
    </ConfigProvider>
  );
}
