import './global.css';
import { App, ConfigProvider } from 'antd';
import zhCN from 'antd/es/locale/zh_CN';
import 'dayjs/locale/zh-cn';
import dayjs from 'dayjs';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { BrowserRouter } from 'react-router';
import { useDisplay } from './display.ts';
import { attachDialogs } from './navigate.tsx';
import { queryClient } from './query-client.ts';
import { theme } from './theme.ts';

dayjs.locale('zh-cn');

/** What every React root on the page stands in: contexts do not cross from shell to remote, so each mounts its own. */
export function Hall({ children }: { children: ReactNode }) {
  const { contrast } = useDisplay();
  return (
    <ConfigProvider locale={zhCN} theme={theme(contrast)} button={{ autoInsertSpace: false }} componentSize="middle" wave={{ disabled: true }}>
      <App message={{ maxCount: 2 }}>
        <Dialogs />
        <QueryClientProvider client={queryClient}>
          <BrowserRouter>{children}</BrowserRouter>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  );
}

/** Lets code outside React (the leave guard) ask a person something in the hall's own dialog. */
function Dialogs() {
  const { modal } = App.useApp();
  useEffect(() => attachDialogs(modal), [modal]);
  return null;
}
