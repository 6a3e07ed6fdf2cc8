import type { ThemeConfig } from 'antd';

/** interface.md, once. */
export const COLORS = {
  header: '#0b4a8f',
  primary: '#1456a0',
  selected: '#e8f0fa',
  text: '#1f2933',
  quiet: '#52606d',
  line: '#d5dce4',
  ground: '#f3f5f8',
  readOnly: '#f5f7fa',
  good: '#1b6b3a',
  warn: '#8a5300',
  bad: '#b42318',
} as const;

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",system-ui,sans-serif';

export const theme = (contrast: boolean, large: boolean): ThemeConfig => ({
  token: {
    colorPrimary: contrast ? '#003366' : COLORS.primary,
    colorLink: contrast ? '#003366' : COLORS.primary,
    colorInfo: COLORS.primary,
    colorSuccess: COLORS.good,
    colorWarning: COLORS.warn,
    colorError: COLORS.bad,
    colorTextBase: contrast ? '#000000' : COLORS.text,
    // antd's own quiet texts are below 4.5:1.
    colorTextSecondary: contrast ? '#000000' : COLORS.quiet,
    colorTextTertiary: contrast ? '#000000' : COLORS.quiet,
    colorTextQuaternary: contrast ? '#000000' : COLORS.quiet,
    colorTextDescription: contrast ? '#000000' : COLORS.quiet,
    colorTextPlaceholder: contrast ? '#333333' : '#667085',
    colorTextDisabled: contrast ? '#333333' : '#667085',
    colorBorder: contrast ? '#000000' : '#98a4b3',
    colorBorderSecondary: contrast ? '#000000' : COLORS.line,
    colorBgContainerDisabled: COLORS.readOnly,
    colorInfoBg: '#e8f0fa',
    colorInfoBorder: '#9db9dc',
    colorSuccessBg: '#e9f5ee',
    colorSuccessBorder: '#9fcdb1',
    colorWarningBg: '#fff6e5',
    colorWarningBorder: '#e3bf80',
    colorErrorBg: '#fef3f2',
    colorErrorBorder: '#e6a49d',
    controlItemBgActive: COLORS.selected,
    controlItemBgActiveHover: '#dce8f6',
    fontFamily: FONT,
    fontSize: 14,
    // 大字版 enlarges the whole page; what is clicked grows a little more.
    ...(large ? { controlHeight: 38, controlHeightSM: 30, controlHeightLG: 44 } : {}),
    borderRadius: 4,
    borderRadiusLG: 4,
    borderRadiusSM: 4,
    sizeUnit: 4,
    sizeStep: 4,
    boxShadow: '0 2px 8px rgba(16,42,77,.12)',
    boxShadowSecondary: '0 2px 8px rgba(16,42,77,.16)',
    boxShadowTertiary: '0 1px 2px rgba(16,42,77,.08)',
    // Nothing moves: antd waits for the end of each transition to be reported, and on a busy machine, or where a person asked for less motion, the report
    // gets lost and a list or a dialog stays unseen.
    motion: false,
  },
  components: {
    Button: { autoInsertSpace: false } as never,
    Table: { headerBg: '#eef2f7', headerColor: COLORS.text, cellPaddingBlockSM: 7, rowHoverBg: '#f3f7fc' } as never,
    Tabs: { horizontalItemGutter: 24, horizontalMargin: '0 0 16px' } as never,
  },
});
